// The drawing: nodes that are reached with Tab and arrow keys, as options of a list with many selected ones.

import { type KeyboardEvent, type MutableRefObject, useEffect, useMemo, useRef, useState } from 'react';

import { ArrowHeads, EdgeView } from './EdgeView';
import { AHEAD, type Box, inDirection, type Size } from './geometry';
import { commandOf, type Command } from './keys';
import { byImportance, linesOf } from './labels';
import { type LayoutName, placesOf } from './layouts';
import { inTime } from './layouts/circle';
import { cornersOf, timeline } from './layouts/timeline';
import { neighboursOf, type Picture as PictureOf, type PictureNode } from './model';
import { NodeView } from './NodeView';
import type { Action, Selection } from './selection';
import { Stage } from './stage';
import type { Shown } from './time';
import { TimelineDecor } from './TimelineDecor';
import { usePointer } from './usePointer';
import { fitted, revealing } from './view';

const NUDGE = 16;
const ZOOM = 1.3;
/** More lines than this are drawn fainter, so that nodes are seen. */
const MANY = 90;

interface Props {
  readonly picture: PictureOf;
  readonly layout: LayoutName;
  readonly label: string;
  readonly withLabels: boolean;
  readonly selection: Selection;
  readonly dispatch: (action: Action) => void;
  /** What exists at the moment that the timeline is at. */
  readonly shown?: Shown | undefined;
  readonly moment: number;
  readonly onOpen: (node: PictureNode) => void;
  /** For the buttons around it. */
  readonly stageRef: MutableRefObject<Stage | null>;
}

export function Picture(props: Props) {
  const { picture, layout, selection, dispatch, shown, stageRef, onOpen } = props;
  const svg = useRef<SVGSVGElement>(null);
  const [size, setSize] = useState<Size>();
  const [marquee, setMarquee] = useState<Box>();
  const neighbours = useMemo(() => neighboursOf(picture), [picture]);
  const order = useMemo(() => inTime(picture).map((it) => it.id), [picture]);
  const ofTime = useMemo(() => (layout === 'timeline' && size ? timeline(picture, size) : undefined), [layout, picture, size]);

  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    stageRef.current = new Stage(element);
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      stageRef.current?.stop();
    };
  }, [stageRef]);

  const important = useMemo(() => byImportance(picture.nodes, neighbours).map(({ id, label }) => ({ id, lines: linesOf(label) })), [picture, neighbours]);
  // After every change of what is drawn, and before the places that depend on it.
  useEffect(() => stageRef.current?.adopt(picture, important), [stageRef, picture, important, ofTime]);
  useEffect(() => {
    if (size === undefined || size.width === 0) return;
    stageRef.current?.arrange(ofTime?.places ?? placesOf(layout, picture, size), ofTime ? cornersOf(ofTime) : []);
  }, [stageRef, layout, picture, size, ofTime]);
  useEffect(() => dispatch({ type: 'drawn', ids: order }), [dispatch, order]);

  usePointer(svg, stageRef, {
    dispatch,
    selected: selection.selected,
    onOpen: (id) => open(picture, id, onOpen),
    onMarquee: setMarquee,
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandOf(event);
    const stage = stageRef.current;
    if (command === undefined || stage === null) return;
    event.preventDefault();
    obey(command, { stage, selection, order, dispatch, focus: (id) => focusOn(svg.current, stage, id), open: (id) => open(picture, id, onOpen) });
  };

  const lit = selection.selected;
  const touches = (id: string) => lit.size === 0 || lit.has(id) || [...(neighbours.get(id) ?? [])].some((it) => lit.has(it));
  const spans = ofTime === undefined ? undefined : new Map(picture.nodes.map((it) => [it.id, it.kind === 'ENTITY' ? 0 : (ofTime.scale.share(it.end) - ofTime.scale.share(it.start)) * ofTime.width]));
  return (
    <svg
      ref={svg}
      className={['gp-picture', !props.withLabels && 'gp-unlabelled', marquee && 'gp-marking', (ofTime !== undefined || picture.edges.length > MANY) && 'gp-dense'].filter(Boolean).join(' ')}
      role="listbox"
      aria-multiselectable="true"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      <ArrowHeads />
      <g className="gp-world" role="presentation">
        {ofTime && size && (
          <TimelineDecor
            of={ofTime}
            times={picture.nodes.filter((it) => it.kind !== 'ENTITY').map((it) => it.start)}
            moment={props.moment}
            zoom={fitted([...ofTime.places.values(), ...cornersOf(ofTime)], size).zoom}
          />
        )}
        <g aria-hidden="true">
          {picture.edges.map((edge) => (
            <EdgeView
              key={edge.id}
              edge={edge}
              isLit={lit.has(edge.from) || lit.has(edge.to)}
              isDim={lit.size > 0 && !lit.has(edge.from) && !lit.has(edge.to)}
              isHidden={shown !== undefined && !shown.edges.has(edge.id)}
            />
          ))}
        </g>
        {picture.nodes.map((node) => (
          <NodeView
            key={node.id}
            node={node}
            connections={neighbours.get(node.id)?.size ?? 0}
            isSelected={lit.has(node.id)}
            isDim={!touches(node.id)}
            isTabStop={node.id === (selection.focused ?? order[0])}
            presence={shown === undefined ? undefined : (shown.nodes.get(node.id) ?? 'hidden')}
            span={spans?.get(node.id) ?? 0}
          />
        ))}
      </g>
      {marquee && <rect className="gp-marquee" {...marquee} aria-hidden="true" />}
    </svg>
  );
}

function open(picture: PictureOf, id: string, onOpen: (node: PictureNode) => void): void {
  const node = picture.nodes.find((it) => it.id === id);
  if (node !== undefined) onOpen(node);
}

function focusOn(svg: SVGSVGElement | null, stage: Stage, id: string): void {
  const place = stage.at(id);
  if (place !== undefined) stage.setView(revealing(stage.view, place, stage.size));
  svg?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"] [role=option]`)?.focus({ preventScroll: true });
}

interface Room {
  readonly stage: Stage;
  readonly selection: Selection;
  readonly order: readonly string[];
  readonly dispatch: (action: Action) => void;
  readonly focus: (id: string) => void;
  readonly open: (id: string) => void;
}

function obey(command: Command, { stage, selection, order, dispatch, focus, open }: Room): void {
  const here = selection.focused ?? order[0];
  if (here === undefined) return;
  const go = (id: string | undefined, selects = false) => {
    if (id === undefined) return;
    dispatch({ type: 'move', id, selects });
    focus(id);
  };
  switch (command.type) {
    case 'move':
      return go(inDirection(stage.positions(), here, command.direction), command.selects);
    case 'nudge': {
      const { x, y } = AHEAD[command.direction];
      return stage.moveNodes(selection.selected.size > 0 ? selection.selected : [here], NUDGE * x, NUDGE * y);
    }
    case 'first':
      return go(order[0]);
    case 'last':
      return go(order.at(-1));
    case 'next':
      return go(order[order.indexOf(here) + 1]);
    case 'previous':
      return go(order[order.indexOf(here) - 1]);
    case 'toggle':
      return dispatch({ type: 'toggle', id: here });
    case 'only':
      return dispatch({ type: 'only', id: here });
    case 'open':
      return open(here);
    case 'none':
      return dispatch({ type: 'none' });
    case 'all':
      return dispatch({ type: 'all', ids: order });
    case 'in':
      return stage.zoom(ZOOM);
    case 'out':
      return stage.zoom(1 / ZOOM);
    case 'fit':
      return stage.fit();
  }
}
