// A panel of a profile, so that its form tells what its data are.

import type { BarChartData, KeyValueData, MapData, Panel, TableData, TimelineData } from './behavior.gen';

/** What `Data` is for each `Form`; a seventh form is a line here and one in `forms/index.ts`. */
export interface FormData {
  KEY_VALUE: KeyValueData;
  TABLE: TableData;
  TIMELINE: TimelineData;
  EXPANDABLE_TABLE: TableData;
  BAR_CHART: BarChartData;
  MAP: MapData;
}

export type FormName = Panel['Form'];
export type PanelTab = Panel['Tab'];

export type AnyPanel = {
  [F in FormName]: { Id: string; Title: string; Guidance: string; Tab: PanelTab; Form: F; Data: FormData[F] };
}[FormName];

/** The generated type says this as an intersection that TypeScript does not narrow. */
export function panelsOf(panels: readonly Panel[]): AnyPanel[] {
  return panels as unknown as AnyPanel[];
}
