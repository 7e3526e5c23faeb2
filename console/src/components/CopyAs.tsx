// What a panel shows, elsewhere: as a command, as SQL, as a file, as a link.

import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';

import { useGraph } from '../state/graph';
import { curlOf } from '../format/command';
import { csvName, csvOf, type CsvValue, download } from '../format/csv';
import { useCopy } from './Clipboard';

export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

interface Props {
  /** Names the page and the panel in the file's name. */
  readonly page: string;
  readonly panel: string;
  /** The question behind it; the graph is added. */
  readonly request?: { readonly path: string; readonly body: object } | undefined;
  readonly sql?: string | undefined;
  /** Made when it is asked for. */
  readonly csv?: (() => Csv) | undefined;
}

export function CopyAs({ page, panel, request, sql, csv }: Props) {
  const { session, account, graphArn } = useGraph();
  const copy = useCopy();
  const actions: Record<string, () => void> = {
    cli: () => request && copy('Command', curlOf(session, account, request.path, { GraphArn: graphArn, ...request.body })),
    sql: () => sql !== undefined && copy('SQL', sql),
    link: () => copy('Link', window.location.href),
    csv: () => {
      if (!csv) return;
      const { header, rows } = csv();
      download(csvName(page, panel, Date.now()), csvOf(header, rows));
    },
  };
  const items: ButtonDropdownProps.Item[] = [
    ...(request ? [{ id: 'cli', text: 'Copy as CLI (curl)', iconName: 'copy' as const }] : []),
    ...(sql === undefined ? [] : [{ id: 'sql', text: 'Copy as SQL (DuckDB, Athena)', iconName: 'script' as const }]),
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
