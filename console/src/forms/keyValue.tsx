import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';

import { Cell, cellValue } from '../components/Cell';
import type { Form, FormProps } from './form';

/** Facts, each by its label. */
function KeyValue({ data }: FormProps<'KEY_VALUE'>) {
  return (
    <KeyValuePairs
      columns={data.Items.length > 4 ? 4 : 3}
      items={data.Items.map((item) => ({
        label: item.Label,
        value: (
          <span className="gs-list">
            {item.Values.map((value, index) => (
              <span key={index}>
                <Cell type={item.Type} name={item.Label} value={value} />
              </span>
            ))}
          </span>
        ),
      }))}
    />
  );
}

export const KEY_VALUE: Form<'KEY_VALUE'> = {
  View: KeyValue,
  csv: (data) => ({
    header: ['Label', 'Value'],
    rows: data.Items.flatMap((item) => item.Values.map((value) => [item.Label, cellValue(item.Label, value)])),
  }),
  isEmpty: (data) => data.Items.length === 0,
  heightOf: (data) => 64 * Math.ceil(data.Items.length / 4),
  drillDown: () => undefined,
};
