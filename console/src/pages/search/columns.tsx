import type { EntityDetail } from '../../api/behavior.gen';
import { accountColumn, seenColumn } from '../../components/columns';
import type { Column } from '../../components/DataTable';
import { EntityLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { typeName } from '../../entities/names';
import { atTime } from '../../entities/links';

/** An entity that was last seen long ago has nothing to show of the last 24 hours: its profile opens at its last day. */
function paramsOf(entity: EntityDetail): Record<string, string | undefined> {
  const last = Date.parse(entity.LastSeen);
  if (Date.now() - last < 24 * 3_600_000) return {};
  return atTime(new Date(Math.max(last - 23 * 3_600_000, Date.parse(entity.FirstSeen))).toISOString(), entity.LastSeen);
}

export const ENTITY_COLUMNS: readonly Column<EntityDetail>[] = [
  {
    id: 'Id',
    minWidth: 210,
    header: 'Identifier',
    cell: (it) => <EntityLink type={it.EntityType} id={it.EntityId} params={paramsOf(it)} />,
    value: (it) => it.EntityId,
  },
  { id: 'Name', minWidth: 130, header: 'Name', cell: (it) => it.Name !== undefined && <SafeText>{it.Name}</SafeText>, value: (it) => it.Name },
  { id: 'Type', minWidth: 110, header: 'Type', cell: (it) => typeName(it.EntityType), value: (it) => typeName(it.EntityType) },
  accountColumn((it) => it.AccountId),
  { id: 'Arn', minWidth: 200, header: 'ARN', cell: (it) => it.Arn !== undefined && <SafeText length={80}>{it.Arn}</SafeText>, value: (it) => it.Arn },
  seenColumn((it) => it.FirstSeen, (it) => it.LastSeen),
];
