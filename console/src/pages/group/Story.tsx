// The group in words. Rules make them from facts: nothing is guessed, and nothing is sent anywhere.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { GetFindingGroupResponse } from '../../api/behavior.gen';
import { useCopy } from '../../components/Clipboard';
import { SafeText } from '../../components/SafeText';
import { type Help, InfoLink } from '../../state/help';

const STORY_HELP: Help = {
  title: 'What happened',
  body: (
    <>
      <p>Sentences that rules make from the group&apos;s findings, entities and times. The same group always has the same sentences.</p>
      <h3>How to use it</h3>
      <p>Copy it into a ticket. Every name in it is in the tables below, with what is known of it.</p>
    </>
  ),
};

export function Story({ group }: { group: GetFindingGroupResponse }) {
  const copy = useCopy();
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink help={STORY_HELP} />}
          actions={
            <Button iconName="copy" onClick={() => copy('What happened', `${group.FindingGroup.Title}\n\n${group.Summary}\n`)}>
              Copy
            </Button>
          }
        >
          What happened
        </Header>
      }
    >
      <p className="gg-story">
        <SafeText length={2000}>{group.Summary}</SafeText>
      </p>
    </Container>
  );
}
