import type { FindingDetail } from '../api/behavior.gen';
import { PinButton } from '../notebook/PinButton';
import { snapped } from '../scope/scope';
import { snapshotsOfFinding } from './snapshot';

export function PinFinding({ of: it }: { of: FindingDetail }) {
  return (
    <PinButton
      title={it.Title}
      guidance={it.Description}
      about={{ type: 'Finding', id: it.FindingId }}
      scope={snapped(Date.parse(it.FirstSeen), Date.parse(it.LastSeen) + 1)}
      snapshots={() => snapshotsOfFinding(it)}
    />
  );
}
