import type { Help } from '../../state/help';

export const INGEST_HELP: Help = {
  title: 'Ingest status',
  body: (
    <>
      <p>What was taken in of each kind of log since the graph was made, what was not, and why.</p>
      <h3>Left out, rejected, quarantined</h3>
      <ul>
        <li>Left out: sound, and no activity, such as digest files.</li>
        <li>Rejected: single records that are malformed. Their neighbours count.</li>
        <li>Quarantined: whole objects that could not be read. They may be delivered again once the cause is mended.</li>
      </ul>
      <h3>Lag</h3>
      <p>From the newest event to when it was taken in. CloudTrail itself delivers within about 15 minutes, flow logs within 10.</p>
      <h3>Next steps</h3>
      <p>Mend what the reason names, then run the command beside it. Nothing counts twice.</p>
    </>
  ),
};
