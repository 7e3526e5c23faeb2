import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `gumshoe up` or `gumshoe console` listens, for `npm run dev`. */
const GUMSHOE = process.env.GUMSHOE_CONSOLE ?? 'http://127.0.0.1:4570';

/**
 * The design system has its fonts within its style sheet, in Base64. As files, only the weights that a page has are loaded,
 * they are not loaded again with every version, and the Content-Security-Policy needs no `data:` for fonts.
 */
function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('global-styles/index.css')) return undefined;
      return code.replace(/url\('data:font\/woff2;base64,([^']+)'\)/g, (_, data: string) => {
        const file = this.emitFile({ type: 'asset', name: 'open-sans.woff2', source: Buffer.from(data, 'base64') });
        return `url('__VITE_ASSET__${file}__')`;
      });
    },
  };
}

/** The server sends the compressed copy of a file, where there is one, and compresses nothing itself. */
function compressedCopies(): Plugin {
  let folder = '';
  return {
    name: 'compressed-copies',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: () => {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile() || !/\.(css|html|js|json|svg)$/.test(entry.name)) continue;
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

/** What `main.tsx` loads after its questions is named in the page, so that it is on its way meanwhile. */
function rootAhead(): Plugin {
  return {
    name: 'root-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((it) => it.type === 'chunk');
        const root = chunks.find((it) => it.name === 'root');
        if (root === undefined) throw new Error('There is no chunk of app/root.tsx.');
        const needed = [root, ...chunks.filter((it) => root.imports.includes(it.fileName))];
        const styles = needed.flatMap((it) => [...(it.viteMetadata?.importedCss ?? [])]);
        const link = (rel: string, file: string) => ({ tag: 'link', attrs: { rel, crossorigin: true, href: `/${file}` }, injectTo: 'head' as const });
        // Those of `main.tsx` itself are named already.
        const named = (file: string) => html.includes(`/${file}"`);
        return [...needed.map((it) => link('modulepreload', it.fileName)), ...styles.map((it) => link('stylesheet', it))].filter((it) => !named(it.attrs.href.slice(1)));
      },
    },
  };
}

/** Large parts of the design system that few pages have. */
const OF_ONE_PAGE = /\/components\/(property-filter|autosuggest|multiselect|split-panel|file-upload|wizard|attribute-editor|textarea|date-range-picker)\//;

export default defineConfig({
  plugins: [fontsAsFiles(), rootAhead(), compressedCopies()],
  esbuild: { jsx: 'automatic' },
  // The server answers to its own page only, which this one passes for.
  server: { port: 5173, host: '127.0.0.1', proxy: { '/console': { target: GUMSHOE, changeOrigin: true, headers: { origin: GUMSHOE } } } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // The Content-Security-Policy has no `data:` for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      // 'use client' is for servers that render React.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
      output: {
        // Libraries that change with their versions only, so that a new console is a small download. The design system is one
        // file: each page has most of it, and thirty small files take longer to ask for than one.
        manualChunks: (id) => {
          // Whoever loads a page needs it, and it would be put into the first library that does.
          if (id.includes('vite/preload-helper')) return 'preload';
          if (/node_modules\/react\//.test(id)) return 'react';
          if (/node_modules\/(react-dom|scheduler)\//.test(id)) return 'react-dom';
          if (/node_modules\/(echarts|zrender)\//.test(id)) return 'echarts';
          if (/node_modules\/@cloudscape-design\//.test(id) && !OF_ONE_PAGE.test(id)) return 'design';
          return undefined;
        },
      },
    },
  },
  // Pure functions need no sandbox of their own.
  test: {
    include: ['tests/unit/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'threads',
    isolate: false,
    // The first test of a component loads the design system; nothing else takes a second.
    testTimeout: 30_000,
    // Its components ask for style sheets, which Node cannot load.
    server: { deps: { inline: [/@cloudscape-design/] } },
    // Components are made into markup as if on a server, which is no problem that anybody has.
    onConsoleLog: (text) => !text.includes('useLayoutEffect does nothing on the server'),
  },
});
