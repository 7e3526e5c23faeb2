// Whether the server has the console that this page is of.

import { beforeAll, expect, test, vi } from 'vitest';

type Imports = typeof import('../../src/app/imports');

let imports: Imports;
let tell: (event: { payload: Error }) => void = () => undefined;

beforeAll(async () => {
  vi.stubGlobal('window', {
    location: { origin: 'http://127.0.0.1:4567' },
    addEventListener: (_: string, listener: typeof tell) => {
      tell = listener;
    },
  });
  imports = await import('../../src/app/imports');
});

const INDEX = '<script type="module" crossorigin src="/assets/index-B1.js"></script>';

test('an index with the script that began the page is of the same console, one with another is of an upgraded one', () => {
  expect(imports.isOfConsole(INDEX, 'http://127.0.0.1:4567/assets/index-B1.js')).toBe(true);
  expect(imports.isOfConsole(INDEX, 'http://127.0.0.1:4567/assets/index-A0.js')).toBe(false);
});

test('an import that failed is told from an error of a page by what Vite said of it, whatever its message', () => {
  const error = new Error('Unable to preload CSS for /assets/UsagePage-A0.css');
  expect(imports.isFailedImport(error)).toBe(false);
  tell({ payload: error });
  expect(imports.isFailedImport(error)).toBe(true);
  expect(imports.isFailedImport(new Error(error.message))).toBe(false);
});
