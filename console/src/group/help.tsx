import type { Help } from '../state/help';
import { SHORTCUTS } from './keys';

export const PICTURE_HELP: Help = {
  title: 'Visualization',
  body: (
    <>
      <p>
        Diamonds are findings, with the letter of their severity; dashed ones are evidence of Gumshoe&apos;s own. Other shapes are
        entities: round ones are identities, squares are of the network, cylinders store, hexagons compute.
      </p>
      <p>
        Arrows go from whoever acted to the finding, and from the finding to what it was done to. The thicker a line, the more the
        entity says about findings that have it in common. Joins are what makes the findings one group.
      </p>
      <h3>How to use it</h3>
      <ul>
        <li>Findings of one type about one kind of resource are one node with a number; double-click or Enter opens it.</li>
        <li>Choose an entry of the legend to select all nodes with that sign.</li>
        <li>In the timeline, the slider picks a moment: what has a ring was being observed then.</li>
      </ul>
      <h3>Keyboard and pointer</h3>
      <dl className="gp-shortcuts">
        {SHORTCUTS.map(([keys, does]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>Next steps</h3>
      <p>Choose a user or a role and run an investigation; follow an address to its profile at the time of the group.</p>
    </>
  ),
};
