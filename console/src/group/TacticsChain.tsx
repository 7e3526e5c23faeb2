// The chain of tactics: a dot for each in the order of an attack, filled where it was seen. Choosing one says what it means.

import Popover from '@cloudscape-design/components/popover';

import './chain.css';
import type { FindingGroupTactic } from '../api/behavior.gen';
import { TACTIC_MEANINGS, TACTICS } from './tactics';

interface Props {
  readonly tactics: readonly FindingGroupTactic[];
  /** With the names below, where there is room. */
  readonly isLarge?: boolean;
}

export function TacticsChain({ tactics, isLarge = false }: Props) {
  const seen = new Set(tactics);
  return (
    <ol className={isLarge ? 'gc-chain gc-large' : 'gc-chain'} aria-label={`Tactics: ${tactics.join(', ') || 'none'}`}>
      {TACTICS.map((tactic, index) => {
        const isSeen = seen.has(tactic);
        if (!isSeen) return <li key={tactic} className="gc-tactic" title={`${tactic}: not seen`} aria-hidden="true"><span className="gc-dot" /></li>;
        return (
          <li key={tactic} className={`gc-tactic is-seen gc-step-${index + 1}`}>
            <Popover header={tactic} content={TACTIC_MEANINGS[tactic]} triggerType="custom" size="small" dismissAriaLabel="Close">
              <button type="button" className="gc-button" aria-label={tactic}>
                <span className="gc-dot" />
                {isLarge && <span className="gc-name">{tactic}</span>}
              </button>
            </Popover>
          </li>
        );
      })}
    </ol>
  );
}
