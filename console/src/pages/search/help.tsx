import type { Help } from '../../state/help';

export const SEARCH_HELP: Help = {
  title: 'Search',
  body: (
    <>
      <p>Finds what the graph has ever seen, whatever the scope time. Upper and lower case are the same.</p>
      <h3>Patterns</h3>
      <ul>
        <li>
          <code>*</code> stands for any text, <code>?</code> for one character: <code>ad*n</code>, <code>adm?n</code>, <code>*min</code>.
        </li>
        <li>
          Addresses also by block, <code>1.0.0.0/16</code>, or with dots, <code>1.0.*.*</code>.
        </li>
      </ul>
      <h3>Limits</h3>
      <p>The first 10,000 in the chosen order.</p>
      <h3>Next steps</h3>
      <p>Choose an identifier to see its profile, or an account to see everything of it.</p>
    </>
  ),
};
