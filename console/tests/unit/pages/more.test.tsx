import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { everyPage } from '../../../src/api/pages';
import { LoadMore, type Pages } from '../../../src/components/LoadMore';

test('every page is asked for, each with the token of the one before', async () => {
  const asked: object[] = [];
  const answers = [{ Items: [1], NextToken: 'a' }, { Items: [2], NextToken: 'b' }, { Items: [3] }];
  const pages = await everyPage((next) => {
    asked.push(next);
    return Promise.resolve(answers[asked.length - 1] as { Items: number[]; NextToken?: string });
  });
  expect(pages.flatMap((it) => it.Items)).toEqual([1, 2, 3]);
  expect(asked).toEqual([{}, { NextToken: 'a' }, { NextToken: 'b' }]);
});

const PAGES: Pages = { hasNextPage: true, isFetchingNextPage: false, isFetchNextPageError: false, error: null, fetchNextPage: () => undefined };

test('what there is more of can be asked for', () => {
  expect(renderToStaticMarkup(<LoadMore of={PAGES} />)).toContain('Load more');
  expect(renderToStaticMarkup(<LoadMore of={[{ ...PAGES, hasNextPage: false }, PAGES]} />)).toContain('Load more');
});

test('the end of a list has no button', () => {
  expect(renderToStaticMarkup(<LoadMore of={{ ...PAGES, hasNextPage: false }} />)).toBe('');
});

test('a page that did not come is told, and can be asked for again', () => {
  const html = renderToStaticMarkup(<LoadMore of={{ ...PAGES, isFetchNextPageError: true, error: new Error('the network is gone') }} />);
  expect(html).toContain('More could not be loaded');
  expect(html).toContain('Load more');
});
