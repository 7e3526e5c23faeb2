// User Guide, "Setting preferences", and what a console has besides. What is chosen counts at once, in this browser.

import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';

import { formatTime, zoneName } from '../../format/time';
import { useNow } from '../../state/now';
import { ALL_ROWS, DENSITIES, PAGE_SIZES, THEMES, TIME_ZONES, usePreferences } from '../../state/preferences';

const NAMES: Readonly<Record<string, string>> = { system: 'As the system', light: 'Light', dark: 'Dark', utc: 'UTC', local: 'Local', comfortable: 'Comfortable', compact: 'Compact', [ALL_ROWS]: 'All' };

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly note: string;
  readonly values: readonly T[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

function Choice<T extends string | number>({ label, note, values, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <FormField label={label} description={note}>
      <SegmentedControl
        label={label}
        selectedId={String(chosen)}
        options={values.map((it) => ({ id: String(it), text: NAMES[String(it)] ?? String(it) }))}
        onChange={({ detail }) => {
          const value = values.find((it) => String(it) === detail.selectedId);
          if (value !== undefined) onChoose(value);
        }}
      />
    </FormField>
  );
}

export function PreferencesForm() {
  const [preferences, set] = usePreferences();
  const now = useNow();
  const half = { colspan: { default: 12, s: 6 } } as const;
  return (
    <Container header={<Header variant="h2" description="They count at once, and only in this browser.">Preferences</Header>}>
      <Grid gridDefinition={[half, half, half, half]}>
        <Choice label="Theme" note="The system’s, or always the same." values={THEMES} chosen={preferences.theme} onChoose={(theme) => set({ theme })} />
        <Choice
          label="Times"
          note={`Now it is ${formatTime(now, preferences.timeZone)}${preferences.timeZone === 'local' ? '' : `; here ${zoneName(now, 'local')}`}.`}
          values={TIME_ZONES}
          chosen={preferences.timeZone}
          onChoose={(timeZone) => set({ timeZone })}
        />
        <Choice label="Length of pages" note="Rows of a table before there is another page." values={PAGE_SIZES} chosen={preferences.pageSize} onChoose={(pageSize) => set({ pageSize })} />
        <Choice label="Density" note="Compact shows more at once." values={DENSITIES} chosen={preferences.density} onChoose={(density) => set({ density })} />
      </Grid>
    </Container>
  );
}
