// How somebody can have come from one entity to another, in the order of time.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import { useBehavior } from '../../api/hooks';
import { hrefTo, setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import { Empty, Loading, Problem } from '../../components/States';
import { membersOfScope, widened } from '../../scope/scope';
import { ScopePicker } from '../../scope/ScopePicker';
import { type ScopeOfPage, useScope } from '../../scope/useScope';
import { type Help, InfoLink } from '../../state/help';
import { useNow } from '../../state/now';
import { type End, endOf, hopsOf, sameEnd, textOfEnd } from './ends';
import { EndsForm } from './EndsForm';
import { FoundPaths } from './FoundPaths';

const HELP: Help = {
  title: 'Paths',
  body: (
    <>
      <p>
        How somebody can have come from one entity to another: over roles that were assumed, sessions, instances, what was created, and addresses that both
        used. No step was over before the one before it began.
      </p>
      <h3>How to use it</h3>
      <p>Begin with what you know to be compromised, and end with what you fear for. A path is a possibility that the logs allow; they do not say it was walked.</p>
      <h3>Next steps</h3>
      <p>Open the profiles of what is in between: it may be compromised, too.</p>
    </>
  ),
};

export default function PathPage() {
  usePage('Paths');
  const { params } = useLocation();
  const scope = useScope();
  const [from, to, hops] = [endOf(params.get('from')), endOf(params.get('to')), hopsOf(params.get('hops'))];
  return (
    <ContentLayout
      header={
        <Header variant="h1" info={<InfoLink help={HELP} />} description="How one entity led to another." actions={<ScopePicker of={scope} />}>
          Paths
        </Header>
      }
    >
      <SpaceBetween size="l">
        <EndsForm
          key={JSON.stringify([from, to, hops])}
          from={from}
          to={to}
          hops={hops}
          onFind={(a, b, most) => setParams({ from: textOfEnd(a), to: textOfEnd(b), hops: String(most) })}
        />
        {from && to ? (
          <Between from={from} to={to} hops={hops} scope={scope} />
        ) : (
          <Empty title="Choose where paths begin and end" action={<Button href={hrefTo(['search'])}>Search</Button>}>
            By an identifier, a name or an ARN. A profile has a link that begins a path there.
          </Empty>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Between({ from, to, hops, scope }: { from: End; to: End; hops: number; scope: ScopeOfPage }) {
  const now = useNow();
  const isSame = sameEnd(from, to);
  const answer = useBehavior(
    '/behavior/relationships/path',
    { EntityType: from.type, EntityId: from.id, TargetEntityType: to.type, TargetEntityId: to.id, MaxHops: hops, ...membersOfScope(scope.scope) },
    { enabled: !isSame },
  );
  if (isSame) {
    return (
      <Alert type="info" header="Both ends are the same">
        Choose another entity for one of them.
      </Alert>
    );
  }
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} what="Paths could not be looked for" />;
  if (answer.data === undefined) return <Loading height={300} label="Looking for paths" />;
  return <FoundPaths answer={answer.data} hops={hops} widen={() => scope.setScope(widened(scope.scope, now))} />;
}
