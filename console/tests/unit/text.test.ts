import { expect, test } from 'vitest';

import { label, pieces, shortened, visible, withArticle } from '../../src/format/text';

test('markup is text', () => {
  expect(pieces('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>', isEscape: false }]);
});

test('what turns the direction of text is shown instead of done', () => {
  expect(pieces('a\u202egpj.exe')).toEqual([
    { text: 'a', isEscape: false },
    { text: '\\u{202e}', isEscape: true },
    { text: 'gpj.exe', isEscape: false },
  ]);
});

test('control characters, zero-width characters and halves of characters are shown', () => {
  expect(visible('\u001b[31mred\u0000\r\n\t')).toBe('\\e[31mred\\0\\r\\n\\t');
  expect(visible('a\u200bb\u2066c\ufeff')).toBe('a\\u{200b}b\\u{2066}c\\u{feff}');
  expect(visible('\ud800x')).toBe('\\u{d800}x');
  expect(visible('tag\u{e0041}')).toBe('tag\\u{e0041}');
});

test('other scripts and pictures stay as they are', () => {
  for (const text of ['Zürich', '東京', 'Привет', 'שלום', '👩🏽‍💻'.replace(/\u200d/g, ''), '𝒳']) expect(visible(text)).toBe(text);
});

test('a text is cut between characters', () => {
  expect(shortened('abcdef', 4)).toBe('abc…');
  expect(shortened('ab😀def', 4)).toBe('ab…');
  expect(shortened('abc', 3)).toBe('abc');
  expect(label('x'.repeat(8192)).length).toBe(48);
});

test('a noun has the article that it is spoken with', () => {
  expect(['instance', 'entity', 'hour', 'role', 'finding group'].map(withArticle)).toEqual(['an instance', 'an entity', 'an hour', 'a role', 'a finding group']);
});
