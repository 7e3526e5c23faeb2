// The visualization panel of a finding group. User Guide, "Finding group visualization".

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';

import './picture.css';
import './panel.css';
import type { FindingSeverity, GetFindingGroupResponse } from '../api/behavior.gen';
import { setParams, useLocation } from '../app/location';
import { SEVERITIES } from '../components/Severity';
import { counted } from '../format/number';
import type { Scope } from '../scope/scope';
import { InfoLink } from '../state/help';
import { Details } from './Details';
import { PICTURE_HELP } from './help';
import { LAYOUT_MEANINGS, LAYOUT_TITLES, layoutOf, LAYOUTS, USUAL_LAYOUT } from './layouts';
import { Legend } from './Legend';
import { pictureOf, type PictureNode } from './model';
import { Picture } from './Picture';
import { NOTHING, select } from './selection';
import type { Stage } from './stage';
import { at, beginnings, scaleOf } from './time';
import { TimelineBar } from './TimelineBar';

interface Props {
  readonly group: GetFindingGroupResponse;
  readonly scope: Scope;
}

export function GroupPicture({ group, scope }: Props) {
  const layout = layoutOf(useLocation().params);
  const [withLabels, setLabels] = useState(true);
  const [withJoins, setJoins] = useState(false);
  const [isMaximised, setMaximised] = useState(false);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [selection, dispatch] = useReducer(select, NOTHING);
  const stage = useRef<Stage | null>(null);
  const picture = useMemo(() => pictureOf(group, opened, withJoins), [group, opened, withJoins]);
  const time = useTimeline(picture, layout === 'timeline');
  const toggle = useCallback(({ similar }: PictureNode) => {
    if (similar === undefined) return;
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(similar)) after.add(similar);
      return after;
    });
  }, []);
  useEscape(isMaximised, () => setMaximised(false));
  const entities = picture.nodes.filter((it) => it.kind === 'ENTITY').length;
  const label = `Finding group, ${counted(picture.nodes.length - entities, 'finding')} and ${counted(entities, 'entity', 'entities')}. Arrow keys move the focus, Ctrl+Space selects. The tables below tell the same.`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<InfoLink help={PICTURE_HELP} />}
          description="Who is involved in which findings, and what happened in which order."
          actions={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <Toggle checked={withLabels} onChange={({ detail }) => setLabels(detail.checked)}>
                Labels
              </Toggle>
              <Toggle checked={withJoins} onChange={({ detail }) => setJoins(detail.checked)}>
                Joins
              </Toggle>
              <SegmentedControl
                selectedId={layout}
                onChange={({ detail }) => setParams({ layout: detail.selectedId === USUAL_LAYOUT ? undefined : detail.selectedId }, { replace: true })}
                options={LAYOUTS.map((id) => ({ id, text: LAYOUT_TITLES[id] }))}
                label="Layout"
              />
            </SpaceBetween>
          }
        >
          Visualization
        </Header>
      }
    >
      <div className={`gp-room${isMaximised ? ' is-maximised' : ''}`}>
        <div className="gp-canvas">
          <Picture
            picture={picture}
            layout={layout}
            label={label}
            withLabels={withLabels}
            selection={selection}
            dispatch={dispatch}
            shown={time.shown}
            moment={time.moment}
            onOpen={toggle}
            stageRef={stage}
          />
          <div className="gp-buttons" role="group" aria-label="Window of the picture">
            <Button variant="icon" iconName="zoom-in" ariaLabel="Zoom in" onClick={() => stage.current?.zoom(1.3)} />
            <Button variant="icon" iconName="zoom-out" ariaLabel="Zoom out" onClick={() => stage.current?.zoom(1 / 1.3)} />
            <Button variant="icon" iconName="zoom-to-fit" ariaLabel="Fit to window" onClick={() => stage.current?.fit()} />
            <Button
              variant="icon"
              iconName={isMaximised ? 'exit-full-screen' : 'full-screen'}
              ariaLabel={isMaximised ? 'Back to the page' : 'Use the whole window'}
              onClick={() => setMaximised(!isMaximised)}
            />
          </div>
        </div>
        <div className="gp-aside" tabIndex={0} role="region" aria-label="Legend and selection">
          <Legend picture={picture} onSelect={(ids) => dispatch({ type: 'marquee', ids, adds: false })} />
          <Details picture={picture} selected={selection.selected} scope={scope} onSelect={(id) => dispatch({ type: 'only', id })} onToggleSimilar={toggle} />
        </div>
        <div className="gp-below">
          {layout === 'timeline' && <TimelineBar {...time} />}
          <p className="gp-hint">
            {LAYOUT_MEANINGS[layout]}
            {picture.leftOut > 0 && ` ${counted(picture.leftOut, 'node')} of lesser weight left out: the tables below have all.`}
          </p>
        </div>
      </div>
    </Container>
  );
}

/** The moment and the severity filter, which affect the timeline only. */
function useTimeline(picture: ReturnType<typeof pictureOf>, isOn: boolean) {
  const available = useMemo(() => SEVERITIES.filter((it) => picture.nodes.some(({ severity }) => severity === it)), [picture]);
  const [hidden, setHidden] = useState<ReadonlySet<FindingSeverity>>(new Set());
  const [chosen, onMoment] = useState<number>();
  const severities = useMemo(() => new Set(available.filter((it) => !hidden.has(it))), [available, hidden]);
  const scale = useMemo(() => scaleOf(picture.nodes.filter((it) => it.kind !== 'ENTITY').flatMap((it) => [it.start, it.end])), [picture]);
  const end = scale.time(1);
  const moment = chosen ?? end;
  const shown = useMemo(() => (isOn ? at(picture, moment, severities) : undefined), [isOn, picture, moment, severities]);
  const stops = useMemo(() => beginnings(picture, severities), [picture, severities]);
  const onSeverities = (next: ReadonlySet<FindingSeverity>) => setHidden(new Set(available.filter((it) => !next.has(it))));
  return { scale, stops, end, moment, onMoment, severities, available, onSeverities, shown };
}

function useEscape(isOn: boolean, leave: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && leave();
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOn, leave]);
}
