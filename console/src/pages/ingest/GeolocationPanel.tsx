import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { GetIngestStatusResponse } from '../../api/behavior.gen';
import { SafeText } from '../../components/SafeText';
import { Empty } from '../../components/States';

export function GeolocationPanel({ geolocation }: { geolocation: GetIngestStatusResponse['Geolocation'] }) {
  return (
    <Container header={<Header variant="h2" description="The files that told places and networks of addresses, when something was taken in last.">Geolocation</Header>}>
      {geolocation.Files.length === 0 ? (
        <Empty title="No database">
          Places and networks of addresses are unknown, and new ones are not noticed. Give the deployment a database of MaxMind’s format, as docs/deploy.md tells.
        </Empty>
      ) : (
        <ul className="gs-files">
          {geolocation.Files.map((file) => (
            <li key={file}>
              <SafeText>{file}</SafeText>
            </li>
          ))}
        </ul>
      )}
    </Container>
  );
}
