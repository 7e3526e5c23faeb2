// The end of a list of which there is more: asks for the next page, and says so where it did not come.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

import { Problem } from './States';

/** What asks in pages: `useBehaviorPages` or `useDetectivePages`. */
export interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: unknown;
  readonly fetchNextPage: () => unknown;
}

/** Several lists that are shown as one go on together. */
export function LoadMore({ of, children = 'Load more' }: { of: Pages | readonly Pages[]; children?: ReactNode }) {
  const lists = [of].flat();
  const unfinished = lists.filter((it) => it.hasNextPage);
  if (unfinished.length === 0) return null;
  const failed = lists.find((it) => it.isFetchNextPageError);
  return (
    <SpaceBetween size="s">
      {failed !== undefined && <Problem error={failed.error} what="More could not be loaded" />}
      <Box textAlign="center">
        <Button loading={unfinished.some((it) => it.isFetchingNextPage)} onClick={() => unfinished.forEach((it) => void it.fetchNextPage())}>
          {children}
        </Button>
      </Box>
    </SpaceBetween>
  );
}
