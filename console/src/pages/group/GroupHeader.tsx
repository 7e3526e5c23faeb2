// The top of a finding group: how bad, of when, which tactics.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { GetFindingGroupResponse } from '../../api/behavior.gen';
import { AccountLink } from '../../components/EntityLink';
import { CopyAs } from '../../components/CopyAs';
import { SafeText } from '../../components/SafeText';
import { Severity } from '../../components/Severity';
import { Time, TimeRange } from '../../components/Time';
import { TypeIcon } from '../../components/TypeIcon';
import { counted } from '../../format/number';
import { categoriesText, FindingsBar } from '../../group/Counts';
import { LargeTacticsChain } from '../../group/TacticsChain';
import { PinButton } from '../../notebook/PinButton';
import type { Scope } from '../../scope/scope';
import { snapshotsOfGroup } from './snapshot';

const MOST_ACCOUNTS = 4;

export function GroupHeader({ group, scope }: { group: GetFindingGroupResponse; scope: Scope }) {
  const it = group.FindingGroup;
  return (
    <Container disableContentPaddings>
      <div className="gg-header">
        <div className="gs-profile-line">
          <span className="gs-profile-icon">
            <TypeIcon type="FindingGroup" size="big" />
          </span>
          <div className="gs-profile-name">
            <Box variant="awsui-key-label">
              Finding group {it.GroupId} {it.Status === 'ACTIVE' ? <StatusIndicator>Active</StatusIndicator> : <StatusIndicator type="stopped">Inactive</StatusIndicator>}
            </Box>
            <h1 className="gs-profile-title">
              <SafeText length={160}>{it.Title}</SafeText>
            </h1>
          </div>
          <PinButton
            title={it.Title}
            guidance={group.Summary}
            about={{ type: 'FindingGroup', id: it.GroupId }}
            scope={scope}
            snapshots={() => snapshotsOfGroup(group, scope)}
          />
          <CopyAs page="FindingGroup" panel="Group" request={{ path: '/behavior/findingGroups/get', body: { GroupId: it.GroupId } }} />
        </div>
        <dl className="gg-facts">
          <div>
            <dt>Severity</dt>
            <dd>
              <Severity of={it.Severity} />
            </dd>
          </div>
          <div>
            <dt>Scope time</dt>
            <dd>
              <TimeRange start={scope.start} end={scope.end} />
            </dd>
          </div>
          <div>
            <dt>Findings</dt>
            <dd>
              <FindingsBar group={it} />
              {it.EvidenceCount > 0 && ` and ${counted(it.EvidenceCount, 'piece')} of evidence`}
            </dd>
          </div>
          <div>
            <dt>Entities</dt>
            <dd>
              {it.EntityCount}
              {categoriesText(it) !== '' && `: ${categoriesText(it)}`}
            </dd>
          </div>
          <div>
            <dt>Accounts</dt>
            <dd className="gg-accounts">
              {it.AccountIds.slice(0, MOST_ACCOUNTS).map((id) => (
                <AccountLink key={id} id={id} />
              ))}
              {it.AccountIds.length > MOST_ACCOUNTS && <span>and {it.AccountIds.length - MOST_ACCOUNTS} more</span>}
            </dd>
          </div>
          <div>
            <dt>Updated</dt>
            <dd>
              <Time of={it.UpdatedTime} />
            </dd>
          </div>
        </dl>
        <h2 className="gg-subtitle">Involved tactics</h2>
        <LargeTacticsChain tactics={it.Tactics} />
      </div>
    </Container>
  );
}
