// The pointer on the picture: click, drag, rectangle, wheel. User Guide, "Finding group visualization".

import { type RefObject, useEffect, useRef } from 'react';

import { boxOf, type Box, type Point } from './geometry';
import type { Action } from './selection';
import type { Stage } from './stage';

/** Hands tremble: less than this is a click. */
const STILL = 4;

type Gesture =
  | { readonly type: 'node'; readonly id: string; readonly adds: boolean }
  | { readonly type: 'pan' }
  | { readonly type: 'marquee'; readonly adds: boolean };

interface Handlers {
  readonly dispatch: (action: Action) => void;
  readonly selected: ReadonlySet<string>;
  readonly onOpen: (id: string) => void;
  readonly onMarquee: (box: Box | undefined) => void;
}

function gestureOf(event: PointerEvent): Gesture {
  const id = nodeOf(event);
  const adds = event.ctrlKey || event.metaKey;
  if (id !== undefined) return { type: 'node', id, adds };
  return adds || event.shiftKey ? { type: 'marquee', adds } : { type: 'pan' };
}

function nodeOf(event: Event): string | undefined {
  return (event.target as Element).closest('[data-node]')?.getAttribute('data-node') ?? undefined;
}

export function usePointer(svg: RefObject<SVGSVGElement>, stage: RefObject<Stage>, handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  }, [handlers]);

  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    let gesture: Gesture | undefined;
    let start: Point = { x: 0, y: 0 };
    let last = start;
    let isDragging = false;

    const here = (event: { clientX: number; clientY: number }): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const begin = (event: PointerEvent) => {
      if (event.button !== 0) return;
      gesture = gestureOf(event);
      start = last = here(event);
      // The keys go on from where one clicked.
      (event.target as Element).closest('[data-node]')?.querySelector<SVGGElement>('[role=option]')?.focus({ preventScroll: true });
      isDragging = false;
      element.setPointerCapture(event.pointerId);
    };
    const drag = (event: PointerEvent) => {
      if (gesture === undefined || stage.current === null) return;
      const to = here(event);
      isDragging ||= Math.hypot(to.x - start.x, to.y - start.y) > STILL;
      if (!isDragging) return;
      const [dx, dy] = [to.x - last.x, to.y - last.y];
      last = to;
      if (gesture.type === 'pan') stage.current.pan(dx, dy);
      else if (gesture.type === 'marquee') latest.current.onMarquee(boxOf(start, to));
      else {
        const { selected } = latest.current;
        stage.current.moveNodes(selected.has(gesture.id) ? selected : [gesture.id], dx, dy);
      }
    };
    const click = (done: Gesture) => {
      const { dispatch } = latest.current;
      if (done.type === 'node') return dispatch({ type: done.adds ? 'toggle' : 'only', id: done.id });
      const line = stage.current?.lineAt(start);
      if (line !== undefined) return dispatch({ type: 'marquee', ids: [line.from, line.to], adds: done.type === 'marquee' && done.adds });
      if (done.type === 'pan') dispatch({ type: 'none' });
    };
    const end = (event: PointerEvent) => {
      const done = gesture;
      gesture = undefined;
      latest.current.onMarquee(undefined);
      if (done === undefined || stage.current === null || event.type === 'pointercancel') return;
      if (!isDragging) click(done);
      else if (done.type === 'marquee') {
        latest.current.dispatch({ type: 'marquee', ids: stage.current.within(boxOf(start, here(event))), adds: done.adds });
      }
    };
    const open = (event: MouseEvent) => {
      // The pointer is captured, so the event's target is the picture itself.
      const under = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-node]')?.getAttribute('data-node');
      if (under !== null && under !== undefined) latest.current.onOpen(under);
    };
    // Without Ctrl the wheel scrolls the page, as everywhere; a pinch comes as a wheel with Ctrl.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      stage.current?.zoom(Math.exp(-event.deltaY / 300), here(event));
    };
    const ended = new AbortController();
    const how = { passive: false, signal: ended.signal };
    element.addEventListener('pointerdown', begin, how);
    element.addEventListener('pointermove', drag, how);
    element.addEventListener('pointerup', end, how);
    element.addEventListener('pointercancel', end, how);
    element.addEventListener('dblclick', open, how);
    element.addEventListener('wheel', wheel, how);
    return () => ended.abort();
  }, [svg, stage]);
}
