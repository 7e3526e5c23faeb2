// What a month costs here and at Amazon, side by side.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { ProjectedCost } from '../../api/behavior.gen';
import { formatBytes } from '../../format/number';
import { formatCost, savedPercent, sumAsShown } from './cost';

interface Props {
  readonly title: string;
  readonly guidance: string;
  readonly cost: ProjectedCost;
  readonly projectedBytes: number;
}

function Bar({ name, value, most, note, isOurs }: { name: string; value: number; most: number; note?: string | undefined; isOurs: boolean }) {
  return (
    <div className="gs-cost">
      <span className="gs-cost-name">{name}</span>
      <span className="gs-cost-value">{formatCost(value)}</span>
      <svg className="gs-cost-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className={isOurs ? 'gs-cost-ours' : 'gs-cost-theirs'} width={most === 0 ? 0 : Math.max(0.4, (value / most) * 100)} height="10" />
      </svg>
      {note !== undefined && <span className="gs-cost-note">{note}</span>}
    </div>
  );
}

/** Fixed costs are why little costs more here; an account alone has none. */
function comparison(cost: ProjectedCost, here: number): string {
  const saved = savedPercent(here, cost.AmazonDetective);
  if (saved !== undefined) return `${saved} % less than at Amazon.`;
  if (here <= cost.AmazonDetective) return '';
  return (cost.GumshoeStanding ?? 0) > cost.Gumshoe ? 'With so few logs, most of the price is fixed costs.' : 'More than at Amazon.';
}

export function CostBox({ title, guidance, cost, projectedBytes }: Props) {
  const standing = cost.GumshoeStanding;
  const here = standing === undefined ? cost.Gumshoe : sumAsShown(cost.Gumshoe, standing);
  const most = Math.max(here, cost.AmazonDetective);
  return (
    <Container fitHeight header={<Header variant="h2" description={guidance}>{title}</Header>}>
      <Bar
        name="Here"
        value={here}
        most={most}
        isOurs
        note={standing === undefined ? undefined : `${formatCost(cost.Gumshoe)} for the logs, and ${formatCost(standing)} of fixed costs`}
      />
      <Bar name="Amazon Detective" value={cost.AmazonDetective} most={most} isOurs={false} note="At its list price, without a free trial" />
      <Box variant="p" color="text-body-secondary" margin={{ top: 's' }}>
        {formatBytes(projectedBytes)} in 30 days. {comparison(cost, here)}
      </Box>
    </Container>
  );
}
