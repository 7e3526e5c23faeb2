// The group in words. Rules make them from facts: nothing is guessed, and nothing is sent anywhere unless a model is asked.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { GetFindingGroupResponse } from '../../api/behavior.gen';
import { useBehaviorChange } from '../../api/hooks';
import { useCopy } from '../../components/Clipboard';
import { SafeText } from '../../components/SafeText';
import { useTimeZone } from '../../components/Time';
import { type Help, InfoLink } from '../../state/help';
import { ModelStory } from './ModelStory';

const STORY_HELP: Help = {
  title: 'What happened',
  body: (
    <>
      <p>Sentences that rules make from the group&apos;s findings, entities and times. The same group always has the same sentences.</p>
      <h3>How to use it</h3>
      <p>Copy it into a ticket. Every name in it is in the tables below, with what is known of it.</p>
      <h3>Ask the model</h3>
      <p>A language model tells the group as a story, where the deployment has one. What it says is not checked, and nothing is decided by it.</p>
    </>
  ),
};

export function Story({ group }: { group: GetFindingGroupResponse }) {
  const copy = useCopy();
  const zone = useTimeZone();
  const model = useBehaviorChange('/behavior/findingGroups/summarize');
  const ask = () => model.mutate({ GroupId: group.FindingGroup.GroupId });
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink help={STORY_HELP} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button loading={model.isPending} onClick={ask}>
                Ask the model
              </Button>
              <Button iconName="copy" onClick={() => copy('What happened', `${group.FindingGroup.Title}\n\n${group.Summary}\n`)}>
                Copy
              </Button>
            </SpaceBetween>
          }
        >
          What happened
        </Header>
      }
    >
      <p className="gg-story">
        <SafeText length={2000}>{group.Summary}</SafeText>
      </p>
      {/* One text for all who copy it: it is not written anew for each clock. */}
      {zone === 'local' && <Box variant="small">Times in these sentences are UTC.</Box>}
      <ModelStory isAsked={model.isPending} answer={model.data} error={model.error} retry={ask} />
    </Container>
  );
}
