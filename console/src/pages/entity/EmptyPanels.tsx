import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';

import type { AnyPanel } from '../../api/panel';

/** Panels with nothing to show, in one: that there was nothing is worth knowing, and not worth a page of scrolling. */
export function EmptyPanels({ panels }: { panels: readonly AnyPanel[] }) {
  if (panels.length === 0) return null;
  return (
    <section className="gs-panel" aria-label="Nothing in this scope time">
      <Container header={<Header variant="h2" description="A longer scope time, or one at another time, may have some.">Nothing in this scope time</Header>}>
        <KeyValuePairs columns={panels.length === 1 ? 1 : 2} items={panels.map((it) => ({ label: it.Title, value: <span className="gs-secondary">{it.Guidance}</span> }))} />
      </Container>
    </section>
  );
}
