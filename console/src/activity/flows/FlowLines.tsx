// The traffic of the rows that are ticked, over time: a line for each, on a chart for each way.

import Box from '@cloudscape-design/components/box';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Toggle from '@cloudscape-design/components/toggle';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { behavior } from '../../api/behavior';
import type { Dimension, TimelineData } from '../../api/behavior.gen';
import { Chart } from '../../charts/Chart';
import { useColours } from '../../charts/colours';
import { lineColour, lineDash, LINES_HEIGHT, linesOption, OVERALL } from '../../charts/lines';
import { Numbers } from '../../charts/TimelineChart';
import { SafeText } from '../../components/SafeText';
import { Loading, Problem } from '../../components/States';
import { useTimeZone } from '../../components/Time';
import { FLOW_DIRECTION_WORDS } from '../../format/words';
import { membersOfScope } from '../../scope/scope';
import { useGraph } from '../../state/graph';
import { membersOf, within } from '../conditions';
import type { Node } from '../levels';
import type { ActivityOf } from '../useActivity';
import { binSizeOf, filtersOfFlow, type Line, linesOf, nameOfFlow, type Way } from './flows';

const PATH = '/behavior/activity/timeline';
const WAYS: readonly (readonly [Way, string])[] = [
  ['InboundBytes', FLOW_DIRECTION_WORDS.INBOUND],
  ['OutboundBytes', FLOW_DIRECTION_WORDS.OUTBOUND],
];

interface Props {
  readonly of: ActivityOf;
  readonly keys: readonly Dimension[];
  readonly ticked: readonly Node[];
  readonly label: string;
}

/** The timeline of each row, and of all traffic of the entity, which is asked for only when it is shown. */
function useLines({ of, keys, ticked }: Props, withOverall: boolean) {
  const { account, graphArn } = useGraph();
  const binSize = binSizeOf(of.window);
  const wanted = [
    ...ticked.map(({ group }) => ({ name: nameOfFlow(group), members: membersOf(within(of.conditions, filtersOfFlow(group, keys))) })),
    ...(withOverall ? [{ name: 'Overall traffic', members: { Filters: [] } }] : []),
  ];
  const answers = useQueries({
    queries: wanted.map(({ name, members }) => {
      const question = { EntityType: of.EntityType, EntityId: of.EntityId, Source: of.Source, BinSize: binSize, ...members, ...membersOfScope(of.window) };
      return {
        queryKey: [PATH, account, graphArn, name, question],
        queryFn: async (): Promise<Line> => ({ name, timeline: await behavior(PATH, { GraphArn: graphArn, ...question }) }),
      };
    }),
  });
  const failed = answers.find((it) => it.error);
  return {
    lines: answers.flatMap((it) => it.data ?? []),
    isLoading: answers.some((it) => it.isPending),
    problem: failed?.error,
    retry: () => answers.forEach((it) => void (it.error && it.refetch())),
    binSize,
  };
}

/** The one that all are parts of has an id of its own, wherever it is in the list. */
function named(data: TimelineData, count: number): TimelineData {
  return { ...data, Series: data.Series.map((it) => (Number(it.Id) < count ? it : { ...it, Id: OVERALL })) };
}

export function FlowLines(props: Props) {
  const { ticked, label } = props;
  const [view, setView] = useState('chart');
  const [withOverall, setOverall] = useState(false);
  const { lines, isLoading, problem, retry, binSize } = useLines(props, withOverall);
  const colours = useColours();
  const all = lines.length === ticked.length + Number(withOverall) ? lines : [];
  return (
    <section className="gs-flows" aria-label={`Chosen flows of ${label}`}>
      <div className="gs-flows-bar">
        <ul className="gs-flows-legend">
          {ticked.map((node, index) => (
            <li key={node.id}>
              <Dash colour={lineColour(colours, String(index))} dash={lineDash(String(index))} /> <SafeText length={90}>{nameOfFlow(node.group)}</SafeText>
            </li>
          ))}
        </ul>
        <Toggle checked={withOverall} onChange={({ detail }) => setOverall(detail.checked)}>
          Overall traffic
        </Toggle>
        <SegmentedControl
          selectedId={view}
          onChange={({ detail }) => setView(detail.selectedId)}
          label="View of the chosen flows"
          options={[
            { id: 'chart', text: 'Chart' },
            { id: 'table', text: 'Table' },
          ]}
        />
      </div>
      {problem ? (
        <Problem error={problem} retry={retry} what="The flows could not be drawn" />
      ) : isLoading || all.length === 0 ? (
        <Loading height={2 * (LINES_HEIGHT + 24)} label="Loading the flows over time" />
      ) : (
        WAYS.map(([way, name]) => <Strip key={way} name={name} data={named(linesOf(all, way, binSize), ticked.length)} isTable={view === 'table'} />)
      )}
    </section>
  );
}

/** The stroke of a line, as its chart has it. */
function Dash({ colour, dash }: { colour: string; dash: string | readonly number[] }) {
  return (
    <svg viewBox="0 0 28 8" className="gs-flows-dash" aria-hidden="true" focusable="false">
      <path d="M0 4h28" stroke={colour} strokeWidth="3" strokeDasharray={typeof dash === 'string' ? undefined : dash.join(' ')} />
    </svg>
  );
}

function Strip({ name, data, isTable }: { name: string; data: TimelineData; isTable: boolean }) {
  const colours = useColours();
  const zone = useTimeZone();
  const option = useMemo(() => linesOption(data, colours, zone), [data, colours, zone]);
  const label = `${name}, of the chosen flows`;
  return (
    <div>
      <Box variant="awsui-key-label">{name}</Box>
      {data.Series.length === 0 ? (
        <Box color="text-body-secondary">None of the chosen flows is {name.toLowerCase()}.</Box>
      ) : isTable ? (
        <Numbers data={data} label={label} />
      ) : (
        <Chart option={option} height={LINES_HEIGHT} label={label} />
      )}
    </div>
  );
}
