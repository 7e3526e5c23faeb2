// The paths that were found, step by step, or why none was.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import './path.css';
import type { EntityReference, FindPathsResponse, FoundPath, PathStep } from '../../api/behavior.gen';
import { setParams } from '../../app/location';
import { EntityLink } from '../../components/EntityLink';
import { Sentence } from '../../components/Sentence';
import { Empty } from '../../components/States';
import { Time } from '../../components/Time';
import { counted } from '../../format/number';
import { MOST_HOPS, nameOf } from './ends';

const Reference = ({ of }: { of: EntityReference }) => <EntityLink type={of.EntityType} id={of.EntityId} name={nameOf(of)} />;

export function FoundPaths({ answer, hops, widen }: { answer: FindPathsResponse; hops: number; widen: () => void }) {
  return (
    <SpaceBetween size="l">
      {answer.Paths.map((path, index) => (
        <OnePath key={index} path={path} number={index + 1} />
      ))}
      {answer.Paths.length === 0 && (
        <Container>
          <Empty
            title="No path found"
            action={
              <SpaceBetween direction="horizontal" size="xs">
                {hops < MOST_HOPS && <Button onClick={() => setParams({ hops: String(MOST_HOPS) })}>Allow {MOST_HOPS} steps</Button>}
                <Button onClick={widen}>Widen the scope time</Button>
              </SpaceBetween>
            }
          >
            Of {counted(answer.EntityCount, 'entity', 'entities')}, no relation leads from the one to the other in at most {counted(hops, 'step')} within the scope
            time. A path goes with time: the other way round may be one.
          </Empty>
        </Container>
      )}
      {!answer.IsComplete && (
        <Alert type="warning" header="There may be more paths">
          The relations of {answer.EntityCount} entities were read, and no more are at once. A shorter scope time or fewer steps has fewer.
        </Alert>
      )}
      {answer.NotFollowed.length > 0 && (
        <Alert type="info" header={`${counted(answer.NotFollowed.length, 'entity', 'entities')} not followed`}>
          Too many have to do with these to say anything; paths do not go through them:
          <ul>
            {answer.NotFollowed.map(({ Entity, RelationCount }) => (
              <li key={`${Entity.EntityType} ${Entity.EntityId}`}>
                <Reference of={Entity} /> ({counted(RelationCount, 'relation')})
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </SpaceBetween>
  );
}

function OnePath({ path, number }: { path: FoundPath; number: number }) {
  return (
    <Container header={<Header variant="h2" description={counted(path.Steps.length, 'step')}>{`Path ${number}`}</Header>}>
      <ol className="gp-steps" aria-label={`Steps of path ${number}`}>
        {path.Steps.map((step, index) => (
          <Step key={index} step={step} />
        ))}
      </ol>
    </Container>
  );
}

function Step({ step }: { step: PathStep }) {
  return (
    <li>
      <div className="gp-ends">
        <Reference of={step.From} />
        <span role="img" aria-label="to">
          →
        </span>
        <Reference of={step.To} />
      </div>
      <p>
        <Sentence length={600}>{step.Sentence}</Sentence>
      </p>
      <Box variant="small">
        {counted(step.Count, 'record')}, first seen <Time of={step.FirstSeen} seconds />, last seen <Time of={step.LastSeen} seconds />
      </Box>
    </li>
  );
}
