// The difference of two panels, by the form that both have.

import type { AnyPanel, FormName } from '../api/panel';
import type { CsvValue } from '../format/csv';
import { FORMS } from '../forms';
import type { Form } from '../forms/form';
import type { Scope } from '../scope/scope';
import { type Difference, rowsDifference, sumsDifference } from './difference';

interface Shown {
  readonly panel: AnyPanel | undefined;
  readonly scope: Scope;
}

function rowsOf(panel: AnyPanel): readonly (readonly CsvValue[])[] {
  // The form of a panel fits its data, which FORMS says already.
  return (FORMS[panel.Form] as unknown as Form<FormName> | undefined)?.csv(panel.Data).rows ?? [];
}

/** Nothing where there is nothing to say: facts of two entities differ anyway. */
export function differenceOf({ panel: a, scope: scopeA }: Shown, { panel: b, scope: scopeB }: Shown): Difference {
  if (a === undefined || b === undefined || a.Form !== b.Form || a.Form === 'KEY_VALUE') return undefined;
  if (a.Form === 'TIMELINE' && b.Form === 'TIMELINE') return sumsDifference({ data: a.Data, scope: scopeA }, { data: b.Data, scope: scopeB });
  return rowsDifference(rowsOf(a), rowsOf(b));
}
