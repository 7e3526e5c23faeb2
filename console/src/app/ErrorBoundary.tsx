// A page that fails does not take the console with it.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';

import { FailedImport } from './FailedImport';
import { isFailedImport } from './imports';

interface Props {
  /** When it changes, what failed is tried again. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | undefined;
  readonly place: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, place: this.props.place };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { place: props.place, error: undefined };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (isFailedImport(error)) return <FailedImport />;
    return (
      <Alert type="error" header="This page failed" action={<Button onClick={() => window.location.reload()}>Reload the console</Button>}>
        {error.message}. The other pages still work. If it fails again after reloading, report it with the address of this page.
      </Alert>
    );
  }
}
