// Usage: who gives how much, and what it costs. User Guide, "Monitoring usage and cost".

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';

import type { GetUsageResponse } from '../../api/behavior.gen';
import { hrefTo, setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, DataTable } from '../../components/DataTable';
import { SafeText } from '../../components/SafeText';
import { Empty, Loading, Problem } from '../../components/States';
import { formatNumber } from '../../format/number';
import { type Help, InfoLink } from '../../state/help';
import { useAccess } from '../../state/graph';
import { accountColumns, DAY_COLUMNS, dayRows, SOURCE_COLUMNS, sourceRows } from './columns';
import { daysOf, formatCost } from './cost';
import { CostBox } from './CostBox';
import './usage.css';
import { UsageChart } from './UsageChart';
import { type Of, type Usage, useUsage } from './useUsage';

const HELP: Help = {
  title: 'Usage',
  body: (
    <>
      <p>How many bytes of logs accounts gave in the last 30 days, decompressed, and what a month of it costs.</p>
      <h3>How it is projected</h3>
      <p>
        What an account gave, by the days on which it could give something, times 30. Volumes are summed first and priced then, so that the
        whole reaches tiers that no account reaches: it costs less at Amazon than its accounts one by one.
      </p>
      <h3>What it costs here</h3>
      <p>Taking it in and keeping it, as it was measured; and fixed costs, which do not depend on the logs: metrics, alarms, schedules.</p>
    </>
  ),
};

export default function UsagePage() {
  usePage('Usage');
  const { graph, account } = useAccess();
  const { params } = useLocation();
  const isAdministrator = graph?.isAdministrator === true;
  const of: Of = isAdministrator && params.get('of') !== 'account' ? 'graph' : 'account';
  const usage = useUsage(of);
  const { answer } = usage;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={HELP} />}
          description={of === 'graph' ? 'What the accounts of the graph gave in the last 30 days.' : `What account ${account} gave in the last 30 days, by graph.`}
          actions={
            isAdministrator && (
              <SegmentedControl
                selectedId={of}
                label="Whose usage"
                options={[
                  { id: 'graph', text: 'All accounts' },
                  { id: 'account', text: 'This account' },
                ]}
                onChange={({ detail }) => setParams({ of: detail.selectedId === 'account' ? 'account' : undefined })}
              />
            )
          }
        >
          Usage
        </Header>
      }
    >
      {answer.error && !answer.data ? (
        <Problem error={answer.error} retry={() => void answer.refetch()} what="The usage could not be loaded" />
      ) : answer.data === undefined ? (
        <SpaceBetween size="l">
          <Loading height={220} label="Loading the usage" />
          <Loading height={420} />
        </SpaceBetween>
      ) : answer.data.Accounts.length === 0 ? (
        <Container>
          <Empty title="This account feeds no graph" action={<Link href={hrefTo(['accounts'])}>My administrator accounts</Link>}>
            Make a graph, or accept the invitation of somebody who has one.
          </Empty>
        </Container>
      ) : (
        <Shown usage={usage} data={answer.data} of={of} isAdministrator={isAdministrator} />
      )}
    </ContentLayout>
  );
}

function Shown({ usage, data, of, isAdministrator }: { usage: Usage; data: GetUsageResponse; of: Of; isAdministrator: boolean }) {
  const { account, graph } = useAccess();
  const days = daysOf(data.StartTime, data.EndTime);
  const own = of === 'graph' ? data.Accounts.find((it) => it.AccountId === account && it.GraphArn === graph?.arn) : undefined;
  const columns = accountColumns(of, isAdministrator);
  const { Total: total } = data;
  const tabs = [
    {
      id: 'account',
      label: of === 'graph' ? `By account (${formatNumber(data.Accounts.length)})` : `By graph (${formatNumber(data.Accounts.length)})`,
      csv: () => csvRows(columns, data.Accounts),
      content: <DataTable rows={data.Accounts} columns={columns} label="Usage by account" noun={of === 'graph' ? 'account' : 'graph'} variant="borderless" />,
    },
    {
      id: 'source',
      label: 'By data source',
      csv: () => csvRows(SOURCE_COLUMNS, sourceRows(total.Packages)),
      content: <DataTable rows={sourceRows(total.Packages)} columns={SOURCE_COLUMNS} label="Usage by data source" noun="package" variant="borderless" />,
    },
    {
      id: 'day',
      label: 'By day',
      csv: () => csvRows(DAY_COLUMNS, dayRows(total.Packages, days)),
      content: <DataTable rows={dayRows(total.Packages, days)} columns={DAY_COLUMNS} label="Usage by day" noun="day" variant="borderless" />,
    },
  ];
  const { params } = useLocation();
  const active = tabs.find((it) => it.id === params.get('tab')) ?? tabs[0];
  return (
    <SpaceBetween size="l">
      <Grid gridDefinition={own ? [{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }] : [{ colspan: 12 }]}>
        <CostBox
          title={of === 'graph' ? 'All accounts, a month' : 'This account, a month'}
          guidance={of === 'graph' ? 'The whole graph; accounts that were removed are not in it.' : 'All graphs that it feeds.'}
          cost={total.ProjectedCost}
          projectedBytes={total.ProjectedBytes}
        />
        {own && (
          <CostBox title="This account, a month" guidance="What the administrator gives itself." cost={own.ProjectedCost} projectedBytes={own.ProjectedBytes} />
        )}
      </Grid>
      <Container
        header={
          <Header variant="h2" description="Bytes of log text, after decompression, on the day on which they were taken in." actions={<CopyAs page="usage" panel={active?.id ?? 'usage'} request={usage.request} {...(active ? { csv: active.csv } : {})} />}>
            Volume
          </Header>
        }
      >
        <SpaceBetween size="m">
          {total.Bytes === 0 ? <Empty title="Nothing was taken in">No logs came in the last 30 days.</Empty> : <UsageChart packages={total.Packages} days={days} />}
          <Tabs tabs={tabs} activeTabId={active?.id ?? ''} onChange={({ detail }) => setParams({ tab: detail.activeTabId }, { replace: true })} ariaLabel="Usage by" />
        </SpaceBetween>
      </Container>
      <Prices prices={data.Prices} />
    </SpaceBetween>
  );
}

function Prices({ prices }: { prices: GetUsageResponse['Prices'] }) {
  let from = 0;
  const tiers = prices.AmazonDetectiveTiers.map(({ UpToGb: upTo, UsdPerGb: price }) => {
    const text = `${upTo === undefined ? `over ${formatNumber(from)} GB` : `${formatNumber(from)} to ${formatNumber(upTo)} GB`}: ${formatCost(price)} a GB`;
    from = upTo ?? from;
    return text;
  });
  return (
    <ExpandableSection headerText="Where the prices are from" variant="footer">
      <SpaceBetween size="xs">
        <Box variant="p">
          Prices of {prices.Region} as of {prices.Date}. Amazon Detective, each month: {tiers.join('; ')}. What logs take here was measured on{' '}
          {prices.UnitsMeasured}.
        </Box>
        <ul className="gs-sources">
          {prices.Sources.map((it) => (
            <li key={it}>
              <SafeText>{it}</SafeText>
            </li>
          ))}
        </ul>
      </SpaceBetween>
    </ExpandableSection>
  );
}
