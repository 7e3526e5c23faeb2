// Two entities, or two scope times of one, side by side, and what differs in a sentence.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import { useBehavior } from '../api/hooks';
import { type AnyPanel, panelsOf } from '../api/panel';
import { hrefTo, setParams, useLocation } from '../app/location';
import { usePage } from '../app/page';
import { Panel } from '../components/Panel';
import { Empty, Loading, Problem } from '../components/States';
import { DAY, lastOf, membersOfScope, type Scope, shifted } from '../scope/scope';
import { type Help, InfoLink } from '../state/help';
import { useNow } from '../state/now';
import { pairsOf } from './difference';
import { DifferenceLine } from './DifferenceLine';
import { differenceOf } from './panels';
import { paramsOfSide, type Side, sideOfParams } from './sides';
import { SideForm } from './SideForm';

const HELP: Help = {
  title: 'Compare',
  body: (
    <>
      <p>The profiles of two entities, or of one at two times, with the same panels beside each other.</p>
      <h3>How to use it</h3>
      <p>
        Choose an entity on each side. <em>A, right before</em> puts the same entity at as long a time right before on the other side. Above each
        pair is what only one of them has.
      </p>
      <h3>Next steps</h3>
      <p>What is only on one side leads on: open its profile, or pin the panel to the notebook.</p>
    </>
  ),
};

const HALF = [{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }] as const;

export default function ComparePage() {
  usePage('Compare');
  const { params } = useLocation();
  const now = useNow();
  const a = sideOfParams(params, 'a', now);
  const b = sideOfParams(params, 'b', now);
  const scopeA = a?.scope ?? lastOf(DAY, now);
  const scopeB = b?.scope ?? scopeA;
  const before = () => {
    if (a) setParams({ ...paramsOfSide('a', { ...a, scope: scopeA }), ...paramsOfSide('b', { ...a, scope: shifted(scopeA, -1, now) }) });
  };
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={HELP} />}
          description="Two entities, or two times of one, side by side."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={a === undefined} onClick={before}>
                A, right before
              </Button>
              <Button disabled={a === undefined || b === undefined} onClick={() => a && b && setParams({ ...paramsOfSide('a', b), ...paramsOfSide('b', a) })}>
                Swap sides
              </Button>
            </SpaceBetween>
          }
        >
          Compare
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Grid gridDefinition={[...HALF]}>
          <SideForm key={`a ${a?.type} ${a?.id}`} title="A" side={a} scope={scopeA} usualType={b?.type ?? 'AwsUser'} onChange={(side) => setParams(paramsOfSide('a', side))} />
          <SideForm key={`b ${b?.type} ${b?.id}`} title="B" side={b} scope={scopeB} usualType={a?.type ?? 'AwsUser'} onChange={(side) => setParams(paramsOfSide('b', side))} />
        </Grid>
        {a && b ? (
          <Both a={a} b={b} scopeA={scopeA} scopeB={scopeB} />
        ) : (
          <Empty title="Choose what to compare" action={<Button href={hrefTo(['search'])}>Search</Button>}>
            The identifier is the one in the address of a profile. With A chosen, “A, right before” compares it with itself.
          </Empty>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

interface Props {
  readonly a: Side;
  readonly b: Side;
  readonly scopeA: Scope;
  readonly scopeB: Scope;
}

function useProfile(side: Side, scope: Scope) {
  return useBehavior('/behavior/entities/profile', { EntityType: side.type, EntityId: side.id, ...membersOfScope(scope) });
}

function Both({ a, b, scopeA, scopeB }: Props) {
  const ofA = useProfile(a, scopeA);
  const ofB = useProfile(b, scopeB);
  if (ofA.error) return <Problem error={ofA.error} retry={() => void ofA.refetch()} what="A could not be loaded" />;
  if (ofB.error) return <Problem error={ofB.error} retry={() => void ofB.refetch()} what="B could not be loaded" />;
  if (ofA.data === undefined || ofB.data === undefined) {
    return (
      <Grid gridDefinition={[...HALF]}>
        <Loading height={420} label="Loading A" />
        <Loading height={420} label="Loading B" />
      </Grid>
    );
  }
  const shown = (name: 'A' | 'B', panel: AnyPanel | undefined, side: Side, scope: Scope) =>
    panel ? (
      <Panel panel={panel} entity={{ EntityType: side.type, EntityId: side.id }} scope={scope} side={name} />
    ) : (
      <Box textAlign="center" color="text-body-secondary" padding="l">
        Its profile has no such panel.
      </Box>
    );
  return (
    <SpaceBetween size="l">
      {pairsOf(panelsOf(ofA.data.Panels), panelsOf(ofB.data.Panels)).map((pair) => (
        <section key={pair.id} aria-label={pair.a?.Title ?? pair.b?.Title ?? pair.id}>
          <DifferenceLine of={differenceOf({ panel: pair.a, scope: scopeA }, { panel: pair.b, scope: scopeB })} />
          <Grid gridDefinition={[...HALF]}>
            {shown('A', pair.a, a, scopeA)}
            {shown('B', pair.b, b, scopeB)}
          </Grid>
        </section>
      ))}
    </SpaceBetween>
  );
}
