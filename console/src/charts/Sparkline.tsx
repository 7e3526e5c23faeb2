// A timeline the size of a word.

import type { TimelineData } from '../api/behavior.gen';
import { seriesColour, useColours } from './colours';

const WIDTH = 120;
const HEIGHT = 24;

export function Sparkline({ data, label }: { data: TimelineData; label: string }) {
  const colours = useColours();
  const totals = data.StartTimes.map((_, bin) => data.Series.reduce((sum, it) => sum + (it.Values[bin] ?? 0), 0));
  const most = Math.max(1, ...totals);
  const step = WIDTH / Math.max(1, totals.length);
  return (
    <svg className="gs-spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}: at most ${most}`}>
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke={colours.grid} />
      {data.Series.map((series, index) => {
        const below = (bin: number) => data.Series.slice(0, index).reduce((sum, it) => sum + (it.Values[bin] ?? 0), 0);
        return series.Values.map((value, bin) => {
          if (value === 0) return null;
          const height = Math.max(1, (value / most) * (HEIGHT - 2));
          const y = HEIGHT - 1 - (below(bin) / most) * (HEIGHT - 2) - height;
          return <rect key={`${series.Id}-${bin}`} x={bin * step} y={y} width={Math.max(1, step - 0.8)} height={height} fill={colours[seriesColour(series.Id, index)]} />;
        });
      })}
    </svg>
  );
}
