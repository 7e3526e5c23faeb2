// The notebook as one HTML file: no script, nothing from elsewhere, every text escaped. What is invisible in a text is
// written by its code, so that a report reads as what it is.

import { pieces } from '../format/text';
import { formatRange, formatTime } from '../format/time';
import { aboutName } from './about';
import type { Notebook, Pin, PinnedTable } from './notebook';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as HTML, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (it) => ENTITIES[it] ?? it);
}

/** A text of a log: escaped, and nothing of it invisible. Isolated, so that it turns nothing around it. */
function logText(text: string): string {
  const html = pieces(text).map((it) => (it.isEscape ? `<i>${escaped(it.text)}</i>` : escaped(it.text)));
  return `<bdi>${html.join('')}</bdi>`;
}

/** A note, whose lines are the analyst's own. */
function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .filter((it) => it.trim() !== '')
    .map((it) => `<p>${it.split('\n').map(logText).join('<br>')}</p>`)
    .join('\n');
}

function table(pin: PinnedTable): string {
  if (pin.rows.length === 0) return '<p class="muted">Nothing in this scope time.</p>';
  const head = pin.header.map((it) => `<th scope="col">${logText(it)}</th>`).join('');
  const body = pin.rows.map((row) => `<tr>${row.map((it) => (typeof it === 'number' ? `<td class="number">${it}</td>` : `<td>${logText(it ?? '')}</td>`)).join('')}</tr>`);
  const more = pin.rowCount > pin.rows.length ? `<p class="muted">The first ${pin.rows.length} of ${pin.rowCount} rows.</p>` : '';
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>${more}`;
}

const WIDTH = 960;
const HEIGHT = 90;

/** A strip for each column of numbers. */
function strips(pin: PinnedTable): string {
  const step = WIDTH / Math.max(1, pin.rows.length);
  return pin.header
    .slice(1)
    .map((name, index) => {
      const values = pin.rows.map((row) => Number(row[index + 1] ?? 0));
      const most = Math.max(1, ...values);
      const bars = values
        .map((value, bin) => {
          const height = (value / most) * (HEIGHT - 4);
          return value === 0 ? '' : `<rect x="${(bin * step).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${Math.max(0.8, step - 1).toFixed(1)}" height="${height.toFixed(1)}"/>`;
        })
        .join('');
      return `<figure><figcaption>${logText(name)}, at most ${most}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(name)}">${bars}</svg></figure>`;
    })
    .join('\n');
}

function data(it: PinnedTable): string {
  const title = it.title === undefined ? '' : `<h3>${logText(it.title)}</h3>\n`;
  return title + (it.isTimeline ? `${strips(it)}<details><summary>Numbers</summary>${table(it)}</details>` : table(it));
}

function section(pin: Pin, index: number): string {
  return `<section>
<h2>${index + 1}. ${logText(pin.title)}</h2>
<p class="muted">${escaped(aboutName(pin.about))} ${logText(pin.about.id)}. ${escaped(formatRange(pin.scope.start, pin.scope.end, 'utc'))}. Pinned ${escaped(formatTime(pin.pinnedAt, 'utc'))}.</p>
${pin.note.trim() === '' ? '' : `<div class="note">${paragraphs(pin.note)}</div>`}
<p class="muted">${logText(pin.guidance)}</p>
${pin.tables.map(data).join('\n')}
</section>`;
}

const STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #16191f; --escape: #a33a16; --line: #d5dbe3; --muted: #5f6b7a; --note: #fff8e5; --bar: #3b6fd4; }
@media (prefers-color-scheme: dark) { :root { --page: #14181f; --text: #e6e9ee; --escape: #ff9a76; --line: #3a4654; --muted: #a6b1bf; --note: #322a15; --bar: #75a3ff; } }
html { background: var(--page); color: var(--text); }
body { max-width: 1080px; margin: 32px auto; padding: 0 24px; font: 14px/21px system-ui, sans-serif; }
h1 { font-size: 26px; line-height: 32px; } h3 { margin: 20px 0 6px; font-size: 15px; } h2 { margin-top: 40px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 18px; }
.muted { color: var(--muted); } .note { padding: 4px 16px; border-left: 4px solid #d9a400; background: var(--note); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: 13px; } th, td { padding: 5px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { white-space: nowrap; } .number { text-align: right; font-variant-numeric: tabular-nums; } i { font: 12px ui-monospace, monospace; color: var(--escape); }
figure { margin: 12px 0; } figcaption { font-weight: 600; } svg { width: 100%; height: 90px; border-bottom: 1px solid var(--line); fill: var(--bar); }
@media print { section { break-inside: avoid-page; } details { display: block; } }
`;

/** The whole report. Its own policy forbids scripts and requests even if something were not escaped. */
export function reportOf(notebook: Notebook, now: number): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(pieces(notebook.title).map((it) => it.text).join(''))}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${logText(notebook.title)}</h1>
<p class="muted">Made with Gumshoe, ${escaped(formatTime(now, 'utc'))}. Times are UTC.</p>
${paragraphs(notebook.summary)}
${notebook.pins.map(section).join('\n')}
</body>
</html>
`;
}
