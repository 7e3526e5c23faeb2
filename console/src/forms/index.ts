// Every form. A seventh is a file beside this one, a line here, and one in `api/panel.ts`.

import type { FormName } from '../api/panel';
import { BAR_CHART } from './barChart';
import { EXPANDABLE_TABLE } from './expandableTable';
import type { Form } from './form';
import { KEY_VALUE } from './keyValue';
import { MAP } from './map';
import { TABLE } from './table';
import { TIMELINE } from './timeline';

export const FORMS: { readonly [F in FormName]: Form<F> } = {
  KEY_VALUE,
  TABLE,
  TIMELINE,
  EXPANDABLE_TABLE,
  BAR_CHART,
  MAP,
};
