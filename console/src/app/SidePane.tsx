// The frame's place for the pane. A file of its own, as most pages have none.

import SplitPanel from '@cloudscape-design/components/split-panel';

import { usePane } from '../state/pane';

export default function SidePane() {
  const { shown, setHost } = usePane();
  return (
    <SplitPanel header={shown?.title ?? ''} closeBehavior="hide" hidePreferencesButton>
      <div ref={setHost} />
    </SplitPanel>
  );
}
