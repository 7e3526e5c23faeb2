// A number that leads to the rows behind it.

import Link from '@cloudscape-design/components/link';

import { formatNumber } from '../format/number';

interface Props {
  readonly value: number;
  readonly href: string;
  /** Where it leads, for who cannot see the row that it is in. */
  readonly label: string;
  readonly format?: (value: number) => string;
}

/** Nothing is behind a nought. */
export function NumberLink({ value, href, label, format = formatNumber }: Props) {
  if (value === 0) return <span className="gs-none">{format(value)}</span>;
  return (
    <Link href={href} ariaLabel={`${format(value)}: ${label}`}>
      {format(value)}
    </Link>
  );
}
