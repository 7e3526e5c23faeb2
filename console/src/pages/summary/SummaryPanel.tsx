// The frame of a panel of Summary.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

import type { Csv } from '../../components/CopyAs';
import { CopyAs } from '../../components/CopyAs';
import type { Asked } from '../../components/useSql';
import { PinButton } from '../../notebook/PinButton';
import type { Scope } from '../../scope/scope';
import { useGraph } from '../../state/graph';
import { type Help, InfoLink } from '../../state/help';

interface Props {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly guidance: string;
  readonly counter?: string | undefined;
  readonly help: Help;
  /** The 24 hours of what is shown, which may not be those that were asked for last. */
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
  readonly csv?: () => Csv;
  /** The rows behind it, where rows tell them. */
  readonly sql?: Asked;
  readonly actions?: ReactNode;
  readonly fitHeight?: boolean;
  readonly children: ReactNode;
}

export function SummaryPanel({ id, title, guidance, counter, help, window, request, csv, sql, actions, fitHeight = false, children }: Props) {
  const { account } = useGraph();
  return (
    <section id={`panel-${id}`} className={fitHeight ? 'gs-panel gs-fill' : 'gs-panel'} aria-label={title}>
      <Container
        fitHeight={fitHeight}
        header={
          <Header
            variant="h2"
            info={<InfoLink help={help} />}
            description={guidance}
            {...(counter === undefined ? {} : { counter })}
            actions={
              <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                {actions}
                {csv && <PinButton title={title} guidance={guidance} about={{ type: 'Summary', id: account }} scope={window} snapshots={() => [csv()]} />}
                <CopyAs page="summary" panel={title} request={request} sql={sql} {...(csv ? { csv } : {})} />
              </SpaceBetween>
            }
          >
            {title}
          </Header>
        }
      >
        {children}
      </Container>
    </section>
  );
}
