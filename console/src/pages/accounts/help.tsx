import type { Help } from '../../state/help';

export const ACCOUNTS_HELP: Help = {
  title: 'Account management',
  body: (
    <>
      <p>Members are accounts whose logs feed your graph. You see what they do; they do not see the graph.</p>
      <h3>Inviting</h3>
      <p>
        By account id and the e-mail address of the root user, one by one or from a file whose first line is{' '}
        <code>Account ID,Email address</code>. The account must accept. Accounts of your organization become members of its graph without an
        invitation, and need no address.
      </p>
      <h3>Removing</h3>
      <p>Ends what is taken in. What was taken in stays, can be searched, and expires as everything else does.</p>
      <h3>Limits</h3>
      <p>1,200 members, and 10 TB a day.</p>
    </>
  ),
};
