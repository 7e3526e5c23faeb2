// A finding beside a profile. User Guide, "Entity profiles": a choice among the associated findings shows it on the right,
// with the way to all that it involves.

import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';

import '../group/chain.css';
import './finding.css';
import { useBehavior } from '../api/hooks';
import { navigate } from '../app/location';
import { SafeText } from '../components/SafeText';
import { Severity } from '../components/Severity';
import { Loading, Problem } from '../components/States';
import { findingHref } from '../entities/links';
import { Pane } from '../state/pane';
import { Archive } from './Archive';
import { Facts } from './Facts';
import { PinFinding } from './PinFinding';

export function FindingPane({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Pane title="Finding" onClose={onClose}>
      <Chosen key={id} id={id} />
    </Pane>
  );
}

function Chosen({ id }: { id: string }) {
  const client = useQueryClient();
  const answer = useBehavior('/behavior/findings/get', { FindingId: id });
  if (answer.error) return <Problem error={answer.error} what="This finding could not be loaded" retry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Loading height={320} label="Loading the finding" />;
  const { Finding: finding, Record: record } = answer.data;
  const href = findingHref(id);
  const reload = () => {
    void answer.refetch();
    // Whose state the table of findings shows, too.
    void client.invalidateQueries({ queryKey: ['/behavior/entities/profile'] });
  };
  return (
    <SpaceBetween size="m">
      <h3 className="gf-pane-title">
        <Severity of={finding.Severity} /> <SafeText length={160}>{finding.Title}</SafeText>
      </h3>
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" href={href} onFollow={(event) => { event.preventDefault(); navigate(href); }}>
          See all related entities
        </Button>
        <Archive finding={finding} reload={reload} />
        <PinFinding of={finding} />
      </SpaceBetween>
      <Facts finding={finding} record={record} columns={1} />
    </SpaceBetween>
  );
}
