// A value that activity was grouped by: a link where it is an entity, with the name that people know it by.

import type { ActivityGroup, Dimension, EntityType } from '../api/behavior.gen';
import { useBehavior } from '../api/hooks';
import { EntityLink } from '../components/EntityLink';
import { SafeText } from '../components/SafeText';
import { entityTypeOf } from '../entities/guess';
import { valueName } from './dimensions';
import type { Level } from './levels';

/** Unique ids tell nobody anything: users and roles are shown by their names, which are asked for once. */
function NamedLink({ type, id }: { type: EntityType; id: string }) {
  const answer = useBehavior('/behavior/entities/get', { EntityType: type, EntityId: id });
  return <EntityLink type={type} id={id} name={answer.data?.Entity.Name} />;
}

export function DimensionValue({ dimension, value }: { dimension: Dimension; value: string }) {
  const type = entityTypeOf(dimension, value);
  if (type === undefined) return <SafeText>{valueName(dimension, value)}</SafeText>;
  if (type === 'AwsUser' || type === 'AwsRole') return <NamedLink type={type} id={value} />;
  return <EntityLink type={type} id={value} />;
}

/** What a row is, by the keys of its level. */
export function GroupValue({ group, level }: { group: ActivityGroup; level: Level }) {
  const { Service: service, Api: api } = group.Keys;
  const place = [group.Keys.City, group.Keys.Country].filter((it) => it !== undefined).join(', ');
  const [key] = level.keys;
  if (key === undefined) return null;
  if (level.keys.includes('Api') && level.keys.includes('Service')) {
    return (
      <span className="gs-api">
        <SafeText>{api ?? '–'}</SafeText> <span className="gs-secondary">{service === undefined ? 'Unknown service' : <SafeText>{service}</SafeText>}</span>
      </span>
    );
  }
  const value = group.Keys[key];
  return (
    <span className="gs-api">
      {value === undefined ? <span className="gs-none">None</span> : <DimensionValue dimension={key} value={value} />}
      {place !== '' && (
        <span className="gs-secondary">
          <SafeText length={60}>{place}</SafeText>
        </span>
      )}
    </span>
  );
}
