// What a report found, by kind; each with its evidence, and with what it counts for.

import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useMemo, useState } from 'react';

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import type { Indicator } from '../../api/detective.gen';
import { useDetectiveAll } from '../../api/hooks';
import { seenColumn } from '../../components/columns';
import { CopyAs } from '../../components/CopyAs';
import { type Column, csvRows, DataTable } from '../../components/DataTable';
import { EntityLink, FindingGroupLink, FindingLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { Sentence } from '../../components/Sentence';
import { Empty } from '../../components/States';
import { formatNumber } from '../../format/number';
import { countsOf, INDICATOR_KINDS, INDICATOR_TYPES, type IndicatorType, numbered, type Numbered } from '../../investigation/indicators';
import { paramsOfScope } from '../../scope/scope';
import { useGraph } from '../../state/graph';

interface Row extends Numbered {
  readonly detail: Indicator['IndicatorDetail'];
}

export function Indicators({ report }: { report: GetInvestigationReportResponse }) {
  const { graphArn } = useGraph();
  const [type, setType] = useState<IndicatorType>();
  // Details are in the order of the report, and there are ten pages of them at most.
  const pages = useDetectiveAll('ListIndicators', { GraphArn: graphArn, InvestigationId: report.InvestigationId, MaxResults: 100 }).data;
  const all = useMemo(() => {
    const details = pages?.flatMap((it) => it.Indicators ?? []);
    return numbered(report).map((it): Row => ({ ...it, detail: details?.[it.place]?.IndicatorDetail }));
  }, [report, pages]);
  const rows = type === undefined ? all : all.filter((it) => it.IndicatorType === type);
  const counts = countsOf(report);
  const columns = useMemo(() => columnsOf(report), [report]);
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${all.length}${report.IsTruncated ? '+' : ''})`} description="What was seen that may come from a compromise, and why." actions={<CopyAs page="Investigation" panel="Indicators" csv={() => csvRows(columns, all)} />}>
          Indicators
        </Header>
      }
    >
      <div className="gr-kinds" role="group" aria-label="Kinds of indicators">
        {INDICATOR_TYPES.map((it) => (
          <button
            key={it}
            type="button"
            className={`gr-kind${counts[it] > 0 ? '' : ' is-none'}`}
            aria-pressed={type === it}
            disabled={counts[it] === 0}
            title={INDICATOR_KINDS[it].meaning}
            onClick={() => setType(type === it ? undefined : it)}
          >
            <span className="gr-kind-count">{counts[it]}</span>
            <span>{INDICATOR_KINDS[it].name}</span>
          </button>
        ))}
      </div>
      <DataTable
        rows={rows}
        columns={columns}
        label="Indicators"
        noun="indicator"
        trackBy={(it) => String(it.place)}
        empty={<Empty title="No indicators">Nothing unusual was found in the scope time.</Empty>}
      />
    </Container>
  );
}

function columnsOf(report: GetInvestigationReportResponse): Column<Row>[] {
  const scope = paramsOfScope({ start: Date.parse(report.ScopeStartTime), end: Date.parse(report.ScopeEndTime) });
  return [
    { id: 'kind', header: 'Kind', cell: (it) => INDICATOR_KINDS[it.IndicatorType].name, value: (it) => INDICATOR_KINDS[it.IndicatorType].name, minWidth: 140 },
    {
      id: 'what',
      header: 'What was seen, and why it counts',
      cell: (it) => (
        <>
          <strong>
            <SafeText length={180}>{it.Title}</SafeText>
          </strong>
          {it.Evidence && (
            <div className="gr-why">
              <Sentence length={320}>{it.Evidence.Explanation.Sentence}</Sentence>
            </div>
          )}
        </>
      ),
      value: (it) => `${it.Title} ${it.Evidence?.Explanation.Sentence ?? ''}`,
      minWidth: 280,
    },
    { id: 'leads', header: 'Leads to', cell: (it) => <Leads detail={it.detail} params={scope} />, value: (it) => leadsText(it.detail), minWidth: 180 },
    {
      id: 'counts',
      header: 'Decides',
      cell: (it) => (
        <span className="gr-badges">
          {it.countsForLikelihood && <Badge color="blue">Likelihood</Badge>}
          {it.countsForImpact && <Badge color="red">Impact</Badge>}
        </span>
      ),
      value: (it) => [it.countsForLikelihood && 'Likelihood', it.countsForImpact && 'Impact'].filter(Boolean).join(', '),
      minWidth: 110,
    },
    seenColumn((it) => it.Evidence?.FirstSeen, (it) => it.Evidence?.LastSeen),
  ];
}

/** Addresses of an indicator, each once. */
function addressesOf(detail: Row['detail']): string[] {
  const all = [
    detail?.TTPsObservedDetail?.IpAddress,
    detail?.FlaggedIpAddressDetail?.IpAddress,
    detail?.ImpossibleTravelDetail?.StartingIpAddress,
    detail?.ImpossibleTravelDetail?.EndingIpAddress,
    detail?.NewGeolocationDetail?.IpAddress,
  ];
  return [...new Set(all.flatMap((it) => (it === undefined || it === '' ? [] : [it])))];
}

function leadsText(detail: Row['detail']): string {
  return [...addressesOf(detail), detail?.RelatedFindingDetail?.Arn, detail?.RelatedFindingGroupDetail?.Id].filter(Boolean).join(' ');
}

/** Where an indicator leads: to the address, with its calls, or to the finding. */
function Leads({ detail, params }: { detail: Row['detail']; params: Record<string, string> }) {
  const calls = detail?.TTPsObservedDetail;
  const finding = detail?.RelatedFindingDetail?.Arn;
  const group = detail?.RelatedFindingGroupDetail?.Id;
  return (
    <>
      {addressesOf(detail).map((it) => (
        <div key={it}>
          <EntityLink type="IpAddress" id={it} params={params} />
        </div>
      ))}
      {calls !== undefined && (
        <div className="gr-why">
          {formatNumber(calls.APISuccessCount ?? 0)} successful, {formatNumber(calls.APIFailureCount ?? 0)} failed
        </div>
      )}
      {finding !== undefined && <FindingLink id={finding} title="Finding" />}
      {group !== undefined && <FindingGroupLink id={group} title="Finding group" />}
    </>
  );
}
