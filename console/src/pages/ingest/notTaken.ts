// Everything that was not taken in as one list, the worst first.

import type { SourceStatus } from '../../api/behavior.gen';
import { type Counted, LEFT_OUT, NOTICES, occurred, QUARANTINED, REJECTED } from './reasons';
import { redriveCommand, type Source } from './sources';

/** The worst first. */
const FATES = ['quarantined', 'rejected', 'objectsLeftOut', 'leftOut', 'noticed'] as const;

export type Fate = (typeof FATES)[number];

export interface NotTaken extends Counted {
  readonly source: Source;
  readonly fate: Fate;
  /** What delivers it again, once the cause is mended. */
  readonly command?: string;
}

export function notTakenIn(sources: readonly SourceStatus[]): NotTaken[] {
  const rows = sources.flatMap(({ Source: source, Objects: objects, Records: records }) => {
    const of = (fate: Fate, counted: Counted[]): NotTaken[] => counted.map((it) => ({ ...it, source, fate }));
    return [
      ...of('quarantined', occurred(objects.Quarantined, QUARANTINED)).map((it) => ({ ...it, command: redriveCommand(source, it.code) })),
      ...of('rejected', occurred(records.Rejected, REJECTED)),
      ...of('objectsLeftOut', occurred(objects.LeftOut, LEFT_OUT)),
      ...of('leftOut', occurred(records.LeftOut, LEFT_OUT)),
      ...of('noticed', occurred(records.Notices, NOTICES)),
    ];
  });
  return rows.sort((a, b) => FATES.indexOf(a.fate) - FATES.indexOf(b.fate));
}
