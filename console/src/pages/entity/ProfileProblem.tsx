import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';

import type { EntityType } from '../../api/behavior.gen';
import type { ApiProblem } from '../../api/problem';
import { hrefTo } from '../../app/location';
import { CAUSES } from '../../app/NotFound';
import { SafeText } from '../../components/SafeText';
import { Problem } from '../../components/States';
import { ENTITY_TYPES } from '../../entities/types';

/** An entity that the graph has not seen is the most frequent one, and has more than one cause. */
export function ProfileProblem({ error, type, id, retry }: { error: ApiProblem; type: EntityType; id: string; retry: () => void }) {
  if (!error.isNotFound) return <Problem error={error} retry={retry} what="The profile could not be loaded" />;
  return (
    <Alert type="warning" header={`The graph has not seen this ${ENTITY_TYPES[type].name}`}>
      <p>
        <SafeText>{id}</SafeText> has no activity in this graph. It may be that
      </p>
      <ul>
        {CAUSES.map((cause) => (
          <li key={cause}>{cause}.</li>
        ))}
      </ul>
      <Link href={hrefTo(['search'], { type, q: `*${id.slice(0, 200)}*` })}>Search for what is like it</Link>
    </Alert>
  );
}
