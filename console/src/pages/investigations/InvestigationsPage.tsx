// Investigations. User Guide, "Detective Investigation": whom to investigate, and the reports there are.

import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import { usePage } from '../../app/page';
import { hrefTo, navigate } from '../../app/location';
import { Loading } from '../../components/States';
import { type Help, InfoLink } from '../../state/help';
import { InvestigateArn } from './InvestigateArn';
import { Recommended, useRecommended } from './Recommended';
import { Reports, useReports } from './Reports';

const HELP: Help = {
  title: 'Investigations',
  body: (
    <>
      <p>
        An investigation looks at one user or role in a scope time of 3 hours to 30 days: tactics and techniques, impossible travel,
        flagged addresses, new places, networks and programs, related findings and groups. Its report has a severity, and says how it
        comes about.
      </p>
      <h3>How to use it</h3>
      <ul>
        <li>Begin with whom is recommended: the reason says why.</li>
        <li>Or give the ARN of any user or role, or run one from a profile, a finding or a finding group.</li>
      </ul>
      <h3>Next steps</h3>
      <p>Read critical and high reports first; follow their addresses; archive what is done with.</p>
    </>
  ),
};

export default function InvestigationsPage() {
  usePage('Investigations');
  const recommended = useRecommended();
  // Asked for meanwhile, and drawn once what is above them has its height.
  const reports = useReports();
  const search = hrefTo(['search'], { type: 'AwsRole' });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={HELP} />}
          description="Reports on single users and roles: whether they were taken over, and by what one can tell."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button href={search} onFollow={(event) => { event.preventDefault(); navigate(search); }}>
                Search for a user or role
              </Button>
              <InvestigateArn />
            </SpaceBetween>
          }
        >
          Investigations
        </Header>
      }
    >
      {recommended.isPending ? (
        <Loading height={560} label="Loading whom to investigate" />
      ) : (
        <SpaceBetween size="l">
          <Recommended of={recommended} />
          <Reports of={reports} />
        </SpaceBetween>
      )}
    </ContentLayout>
  );
}
