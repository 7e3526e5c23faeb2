import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';

import { SafeText } from '../components/SafeText';
import { hrefTo } from './location';
import { usePage } from './page';

/** What may be the matter with a link. User Guide, "Troubleshooting a URL". */
export const CAUSES: readonly string[] = [
  'the address has a mistake, in the kind or in the identifier',
  'the account is not an enabled member of this graph, or has not accepted the invitation',
  'the finding was archived by its provider, or it is from before logs were taken in',
  'it is of another Region, or of a source package that is off',
];

export function NotFound({ path }: { path: readonly string[] }) {
  usePage('Page not found');
  return (
    <Alert type="warning" header="There is no such page">
      <p>
        Nothing is at <SafeText>{path.join('/')}</SafeText>. It may be that
      </p>
      <ul>
        {CAUSES.map((cause) => (
          <li key={cause}>{cause}.</li>
        ))}
      </ul>
      <Link href={hrefTo(['search'])}>Search for the entity</Link>
    </Alert>
  );
}
