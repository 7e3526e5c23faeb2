import Box from '@cloudscape-design/components/box';

import { SafeText } from '../components/SafeText';
import { formatBytes, formatNumber } from '../format/number';
import { type Difference, ratioWords } from './difference';

/** More of them are in the tables below. */
const NAMED = 3;

function Some({ of }: { of: readonly string[] }) {
  return (
    <>
      {of.slice(0, NAMED).map((it, index) => (
        <span key={it}>
          {index > 0 && '; '}
          <SafeText fixed length={60}>
            {it}
          </SafeText>
        </span>
      ))}
      {of.length > NAMED && `; and ${formatNumber(of.length - NAMED)} more`}
    </>
  );
}

/** The difference in a sentence. */
export function DifferenceLine({ of }: { of: Difference }) {
  if (of === undefined) return null;
  if (of.form === 'sums') {
    return (
      <Box variant="p">
        {of.sums.map(({ label, isBytes, a, b }, index) => {
          const format = isBytes ? formatBytes : formatNumber;
          return (
            <span key={label}>
              {index > 0 && '. '}
              {label}: {format(a)} in A, {format(b)} in B, {ratioWords(a, b)}
            </span>
          );
        })}
        .
      </Box>
    );
  }
  return (
    <Box variant="p">
      {formatNumber(of.both)} in both.{' '}
      {of.onlyA.length > 0 && (
        <>
          Only in A: <Some of={of.onlyA} />.{' '}
        </>
      )}
      {of.onlyB.length > 0 && (
        <>
          Only in B: <Some of={of.onlyB} />.
        </>
      )}
    </Box>
  );
}
