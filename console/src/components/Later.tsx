// What is below the screen is drawn after what is on it, a part at a time, so that a page answers its reader meanwhile.

import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react';

import { Loading } from './States';

/** About half a screen before it is seen. */
const NEAR = '400px';

type Draw = () => void;

/** In the order of the page. */
const waiting = new Set<Draw>();
let isAsked = false;

function drawNext(): void {
  isAsked = false;
  const [next] = waiting;
  if (next === undefined) return;
  waiting.delete(next);
  // In slices, between which the browser hears of clicks.
  startTransition(next);
  askForTime();
}

function askForTime(): void {
  if (isAsked || waiting.size === 0) return;
  isAsked = true;
  // After what is on the screen was painted. Safari knows no idle time.
  requestAnimationFrame(() => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(drawNext, { timeout: 2000 });
    else setTimeout(drawNext, 50);
  });
}

interface Props {
  /** What leads here, if something does. */
  readonly id?: string;
  /** What it will take, so that little moves when it comes. */
  readonly height: number;
  /** Whether it is drawn at once: it is on the screen, or somebody came for it. */
  readonly isWanted?: boolean;
  readonly children: ReactNode;
}

export function Later({ id, height, isWanted = false, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [isDrawn, setDrawn] = useState(isWanted);
  useEffect(() => {
    if (isDrawn) return undefined;
    const draw = () => setDrawn(true);
    if (isWanted || place.current === null) return draw();
    const observer = new IntersectionObserver((entries) => entries.some((it) => it.isIntersecting) && draw(), { rootMargin: NEAR });
    observer.observe(place.current);
    waiting.add(draw);
    askForTime();
    return () => {
      observer.disconnect();
      waiting.delete(draw);
    };
  }, [isDrawn, isWanted]);
  if (isDrawn || isWanted) return <>{children}</>;
  return (
    <div ref={place} id={id}>
      <Loading height={height} label="Drawing the rest of the page" />
    </div>
  );
}
