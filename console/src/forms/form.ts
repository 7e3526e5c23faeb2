// What a form is: how a panel's data are drawn, exported and looked into. A form knows no panel.

import type { ComponentType } from 'react';

import type { DrillDown, Filter } from '../api/behavior.gen';
import type { FormData, FormName } from '../api/panel';
import type { Csv } from '../components/CopyAs';
import type { Scope } from '../scope/scope';

/** A look behind a number: which activity, of when. */
export interface Details {
  readonly drillDown: DrillDown;
  readonly window: Scope;
  /** What the row or the bar stands for. */
  readonly filters: readonly Filter[];
  /** Which way of looking at it was chosen, by its id; the first, if none was. */
  readonly view?: string | undefined;
}

/** A finding that a row is about, and when it was observed. */
export interface ChosenFinding {
  readonly id: string;
  readonly observed: Scope | undefined;
}

/** Where a form is drawn. */
export interface Look {
  readonly title: string;
  readonly scope: Scope;
  /** The details that are open, if they are this panel's. */
  readonly details: Details | undefined;
  /** Absent where nothing is behind the numbers. */
  readonly onDetails: ((details: Details) => void) | undefined;
  /** The finding that is shown beside the page. */
  readonly finding?: string | undefined;
  /** Absent where there is no place beside the page. */
  readonly onFinding?: ((finding: ChosenFinding) => void) | undefined;
}

export interface FormProps<F extends FormName> {
  readonly data: FormData[F];
  readonly look: Look;
}

/** A table as it is at first: in pages, with a line for its filter where it is long. */
export const tableHeight = (rows: number): number => 60 + 42 * Math.min(rows, 25) + (rows > 10 ? 50 : 0);

export interface Form<F extends FormName> {
  readonly View: ComponentType<FormProps<F>>;
  readonly csv: (data: FormData[F]) => Csv;
  readonly isEmpty: (data: FormData[F]) => boolean;
  /** What it takes, in pixels, as far as that is known before it is drawn. */
  readonly heightOf: (data: FormData[F]) => number;
  readonly drillDown: (data: FormData[F]) => DrillDown | undefined;
}
