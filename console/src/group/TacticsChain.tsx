// The chain of tactics: a dot for each in the order of an attack, filled where it was seen. Choosing one says what it means.

import Popover from '@cloudscape-design/components/popover';

import './chain.css';
import type { FindingGroupTactic } from '../api/behavior.gen';
import { TACTIC_MEANINGS, TACTICS } from './tactics';

/** Small, for a row of a table: the whole chain is one button, which tells all that were seen. */
export function TacticsChain({ tactics }: { tactics: readonly FindingGroupTactic[] }) {
  const seen = new Set(tactics);
  const meanings = (
    <dl className="gc-meanings">
      {tactics.map((tactic) => (
        <div key={tactic}>
          <dt>{tactic}</dt>
          <dd>{TACTIC_MEANINGS[tactic]}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Popover header="Tactics" content={meanings} triggerType="custom" dismissAriaLabel="Close">
      <button type="button" className="gc-chain gc-all" aria-label={`Tactics: ${tactics.join(', ') || 'none'}`}>
        {TACTICS.map((tactic, index) => (
          <span key={tactic} className={seen.has(tactic) ? `gc-tactic is-seen gc-step-${index + 1}` : 'gc-tactic'} title={tactic}>
            <span className="gc-dot" />
          </span>
        ))}
      </button>
    </Popover>
  );
}

/** With the names of those that were seen, each a button. */
export function LargeTacticsChain({ tactics }: { tactics: readonly FindingGroupTactic[] }) {
  const seen = new Set(tactics);
  return (
    <ol className="gc-chain gc-large">
      {TACTICS.map((tactic, index) =>
        seen.has(tactic) ? (
          <li key={tactic} className={`gc-tactic is-seen gc-step-${index + 1}`}>
            <Popover header={tactic} content={TACTIC_MEANINGS[tactic]} triggerType="custom" size="small" dismissAriaLabel="Close">
              <button type="button" className="gc-button">
                <span className="gc-dot" />
                <span className="gc-name">{tactic}</span>
              </button>
            </Popover>
          </li>
        ) : (
          <li key={tactic} className="gc-tactic" title={`${tactic}: not seen`} aria-hidden="true">
            <span className="gc-dot" />
          </li>
        ),
      )}
    </ol>
  );
}
