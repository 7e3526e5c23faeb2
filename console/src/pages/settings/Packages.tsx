// Which kinds of logs the graph takes in, of itself and of all of its members.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { DatasourcePackageIngestDetail } from '../../api/detective.gen';
import { useDetective, useDetectiveChange } from '../../api/hooks';
import { Confirm } from '../../components/Confirm';
import { type Column, DataTable } from '../../components/DataTable';
import { Loading, Problem } from '../../components/States';
import { Time } from '../../components/Time';
import { type Package, packageHolds, packageName, PACKAGES, packageState } from '../../entities/packages';
import { useFlash } from '../../state/flash';
import { runningAfter } from './packages';

interface Row {
  readonly name: Package;
  readonly state: NonNullable<DatasourcePackageIngestDetail['DatasourcePackageIngestState']>;
  readonly since: string | undefined;
}

function columnsOf(ask: (row: Row) => void): Column<Row>[] {
  return [
    {
      id: 'package',
      header: 'Package',
      minWidth: 320,
      cell: (it) => (
        <span className="gs-list">
          <span>{packageName(it.name)}</span>
          <span className="gs-none">{packageHolds(it.name)}</span>
        </span>
      ),
      value: (it) => packageName(it.name),
    },
    {
      id: 'state',
      header: 'State',
      minWidth: 130,
      cell: (it) => <StatusIndicator type={packageState(it.state).type}>{packageState(it.state).words}</StatusIndicator>,
      value: (it) => packageState(it.state).words,
    },
    { id: 'since', header: 'Since', minWidth: 165, cell: (it) => (it.since === undefined ? <span className="gs-none">–</span> : <Time of={it.since} />), value: (it) => it.since },
    {
      id: 'change',
      header: 'Change',
      minWidth: 120,
      cell: (it) =>
        it.name === 'DETECTIVE_CORE' ? (
          <span className="gs-none">Always runs</span>
        ) : (
          <Button ariaLabel={`${it.state === 'STARTED' ? 'Stop' : 'Start'} ${packageName(it.name)}`} onClick={() => ask(it)}>
            {it.state === 'STARTED' ? 'Stop' : 'Start'}
          </Button>
        ),
    },
  ];
}

export function Packages({ graphArn }: { graphArn: string }) {
  const answer = useDetective('ListDatasourcePackages', { GraphArn: graphArn });
  const change = useDetectiveChange('UpdateDatasourcePackages');
  const client = useQueryClient();
  const flash = useFlash();
  const [asked, ask] = useState<Row>();
  const columns = useMemo(() => columnsOf(ask), []);
  const packages = answer.data?.DatasourcePackages;
  const rows: Row[] = PACKAGES.map((name) => {
    const state = packages?.[name]?.DatasourcePackageIngestState ?? 'DISABLED';
    return { name, state, since: packages?.[name]?.LastIngestStateChange?.[state]?.Timestamp };
  });
  const isStop = asked?.state === 'STARTED';
  const go = () => {
    if (asked === undefined) return;
    const running = rows.filter((it) => it.state === 'STARTED').map((it) => it.name);
    change.mutate(
      { GraphArn: graphArn, DatasourcePackages: runningAfter(running, asked.name, !isStop) },
      {
        onSuccess: () => {
          flash.success(`${packageName(asked.name)} ${isStop ? 'stopped' : 'started'}.`);
          ask(undefined);
        },
        onSettled: () => void client.invalidateQueries({ queryKey: ['ListDatasourcePackages'] }),
      },
    );
  };
  return (
    <Container header={<Header variant="h2" description="What the graph takes in, of this account and of every member.">Source packages</Header>}>
      {answer.error ? (
        <Problem error={answer.error} retry={() => void answer.refetch()} />
      ) : packages === undefined ? (
        <Loading height={190} />
      ) : (
        <DataTable rows={rows} columns={columns} label="Source packages" noun="package" />
      )}
      {asked && (
        <Confirm
          title={`${isStop ? 'Stop' : 'Start'} ${packageName(asked.name)}`}
          action={isStop ? 'Stop' : 'Start'}
          isBusy={change.isPending}
          error={change.error}
          onConfirm={go}
          onCancel={() => {
            change.reset();
            ask(undefined);
          }}
        >
          {isStop
            ? 'Nothing more of it is taken in, of any account. What is in the graph stays. Once it is started again, the time between stays empty: profiles show a gap, and what seems new then may only have been missing.'
            : 'What arrives from now on is taken in, of every account. Nothing of before is.'}
        </Confirm>
      )}
    </Container>
  );
}
