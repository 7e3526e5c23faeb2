// What the provider says of a finding, and the record that it wrote.

import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';

import type { FindingDetail, GetFindingResponse } from '../api/behavior.gen';
import { useCopy } from '../components/Clipboard';
import { AccountLink } from '../components/EntityLink';
import { SafeText } from '../components/SafeText';
import { Severity } from '../components/Severity';
import { Time } from '../components/Time';
import { asciiJson } from '../format/command';
import { download } from '../format/csv';
import { formatNumber } from '../format/number';
import { visible } from '../format/text';
import { PROVIDER_WORDS, workflowWord } from '../format/words';

interface Props {
  readonly finding: FindingDetail;
  readonly record: GetFindingResponse['Record'];
  /** Of facts beside each other. */
  readonly columns?: 1 | 2;
}

export function Facts({ finding, record, columns = 2 }: Props) {
  return (
    <Tabs
      tabs={[
        { id: 'facts', label: 'What was found', content: <Found finding={finding} columns={columns} /> },
        ...(record === undefined ? [] : [{ id: 'record', label: 'Record', content: <Record record={record} id={finding.FindingId} /> }]),
      ]}
      ariaLabel="Details of the finding"
    />
  );
}

const text = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value: <SafeText length={200}>{value}</SafeText> }]);

function Found({ finding: it, columns }: { finding: FindingDetail; columns: 1 | 2 }) {
  return (
    <SpaceBetween size="l">
      <p className="gg-story">
        <SafeText length={900}>{it.Description}</SafeText>
      </p>
      <KeyValuePairs
        columns={columns}
        items={[
          { label: 'Types', value: it.Types.map((type) => <div key={type}><SafeText length={120}>{type}</SafeText></div>) },
          { label: 'Severity', value: <><Severity of={it.Severity} /> {formatNumber(it.SeverityNumber)}</> },
          { label: 'First observed', value: <Time of={it.FirstSeen} seconds /> },
          { label: 'Last observed', value: <Time of={it.LastSeen} seconds /> },
          { label: 'Observed', value: `${formatNumber(it.Count)} ${it.Count === 1 ? 'time' : 'times'}` },
          { label: 'Account', value: <AccountLink id={it.AccountId} /> },
          ...text('Region', it.Region),
          ...text('Product', it.ProductName ?? PROVIDER_WORDS[it.Provider]),
          { label: 'Created', value: <Time of={it.CreatedTime} seconds /> },
          { label: 'Updated', value: <Time of={it.UpdatedTime} seconds /> },
          ...text('Workflow status', it.WorkflowStatus && workflowWord(it.WorkflowStatus)),
          ...(it.ArchivedTime === undefined ? [] : [{ label: 'Archived here', value: <Time of={it.ArchivedTime} seconds /> }]),
          ...text('Id', it.FindingId),
          ...text('ARN', it.FindingArn),
        ]}
      />
    </SpaceBetween>
  );
}

/** As the provider wrote it; what is not visible in it is written out. */
function Record({ record, id }: { record: NonNullable<GetFindingResponse['Record']>; id: string }) {
  const copy = useCopy();
  const pretty = JSON.stringify(record, null, 2);
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="xs">
        <Button iconName="copy" onClick={() => copy('Record', asciiJson(record))}>
          Copy
        </Button>
        <Button iconName="download" onClick={() => download(`finding-${id.replace(/[^\w-]+/g, '-').slice(-60)}.json`, `${pretty}\n`, 'application/json')}>
          Download JSON
        </Button>
      </SpaceBetween>
      <pre className="gf-record" tabIndex={0} aria-label="Record of the provider">
        {pretty.split('\n').map(visible).join('\n')}
      </pre>
    </SpaceBetween>
  );
}
