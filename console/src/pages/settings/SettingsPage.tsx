// Settings: the graph, its tags and packages, the organization, how this analyst likes the console.

import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import { usePage } from '../../app/page';
import { useAccess } from '../../state/graph';
import { Disable } from './Disable';
import { General } from './General';
import { Organization } from './Organization';
import { Packages } from './Packages';
import { PreferencesForm } from './PreferencesForm';
import { Tags } from './Tags';

export default function SettingsPage() {
  usePage('Settings');
  const { graphs } = useAccess();
  const own = graphs.find((it) => it.isAdministrator);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={own ? 'The graph of this account, and how the console looks.' : 'This account has no graph of its own; how the console looks is yours.'}>
          Settings
        </Header>
      }
    >
      <SpaceBetween size="l">
        <General own={own} />
        <PreferencesForm />
        {own && <Packages graphArn={own.arn} />}
        {own && <Tags graphArn={own.arn} />}
        <Organization />
        {own && <Disable graphArn={own.arn} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
