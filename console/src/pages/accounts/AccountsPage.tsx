// Account management. User Guide, "Managing accounts".

import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';

import { setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import { useAccess } from '../../state/graph';
import { InfoLink } from '../../state/help';
import './accounts.css';
import { Administrators } from './Administrators';
import { AutoEnable } from './AutoEnable';
import { ACCOUNTS_HELP } from './help';
import { Members } from './Members';

export default function AccountsPage() {
  usePage('Account management');
  const { graphs, account } = useAccess();
  const { params } = useLocation();
  const own = graphs.find((it) => it.isAdministrator);
  const members = own && (
    <SpaceBetween size="l">
      <AutoEnable graphArn={own.arn} />
      <Members graphArn={own.arn} />
    </SpaceBetween>
  );
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={ACCOUNTS_HELP} />}
          description={own ? 'Whose logs feed the graph of this account, and which graphs this account feeds.' : `The graphs that account ${account} is invited to, or feeds.`}
        >
          Account management
        </Header>
      }
    >
      {members === undefined ? (
        <Administrators />
      ) : (
        <Tabs
          activeTabId={params.get('tab') === 'administrators' ? 'administrators' : 'members'}
          onChange={({ detail }) => setParams({ tab: detail.activeTabId })}
          ariaLabel="Accounts"
          tabs={[
            { id: 'members', label: 'Members', content: members },
            { id: 'administrators', label: 'My administrator accounts', content: <Administrators /> },
          ]}
        />
      )}
    </ContentLayout>
  );
}
