// What is far below the screen is drawn when it comes near: a page can be used before that.

import { type ReactNode, useEffect, useRef, useState } from 'react';

/** About half a screen before it is seen. */
const NEAR = '400px';

interface Props {
  /** What it will take, so that nothing moves when it comes. */
  readonly height: number;
  readonly children: ReactNode;
}

export function WhenNear({ height, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (isNear || place.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => setNear(entries.some((it) => it.isIntersecting)), { rootMargin: NEAR });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isNear]);
  return isNear ? <>{children}</> : <div ref={place} style={{ height }} />;
}
