// What a panel shows, elsewhere: as a command, as SQL, as a file, as a link.

import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';

import { curlOf } from '../format/command';
import { csvName, csvOf, type CsvValue, download } from '../format/csv';
import { type Dialect, hasSql } from '../format/sql';
import { useGraph } from '../state/graph';
import { useCopy } from './Clipboard';
import { type Asked, useSql } from './useSql';

const DIALECTS: readonly Dialect[] = ['DuckDB', 'Athena'];

export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

interface Request {
  readonly path: string;
  readonly body: object;
}

interface Props {
  /** Names the page and the panel in the file's name. */
  readonly page: string;
  readonly panel: string;
  /** The question behind it; the graph is added. */
  readonly request?: Request | undefined;
  /** The same of the segments; nothing where rows cannot tell it. */
  readonly sql?: Asked | undefined;
  /** Made when it is asked for. */
  readonly csv?: (() => Csv) | undefined;
}

export function CopyAs({ page, panel, request, sql, csv }: Props) {
  const { session, account, graphArn } = useGraph();
  const copy = useCopy();
  const sqlOf = useSql();
  const copySql = (dialect: Dialect) => sql && copy('SQL', sqlOf(sql, dialect));
  const actions: Record<string, () => void> = {
    cli: () => request && copy('Command', curlOf(session, account, request.path, { GraphArn: graphArn, ...request.body })),
    DuckDB: () => copySql('DuckDB'),
    Athena: () => copySql('Athena'),
    link: () => copy('Link', window.location.href),
    csv: () => {
      if (!csv) return;
      const { header, rows } = csv();
      download(csvName(page, panel, Date.now()), csvOf(header, rows));
    },
  };
  const items: ButtonDropdownProps.Item[] = [
    ...(request ? [{ id: 'cli', text: 'Copy as CLI (curl)', iconName: 'copy' as const }] : []),
    ...(sql === undefined || !hasSql(sql.question) ? [] : DIALECTS.map((it) => ({ id: it, text: `Copy as SQL (${it})`, iconName: 'script' as const }))),
    { id: 'link', text: 'Copy link to this page', iconName: 'share' as const },
    ...(csv ? [{ id: 'csv', text: 'Download CSV', iconName: 'download' as const }] : []),
  ];
  return (
    <ButtonDropdown
      items={items}
      variant="icon"
      ariaLabel={`Copy or export ${panel}`}
      expandToViewport
      onItemClick={({ detail }) => actions[detail.id]?.()}
    />
  );
}
