// Texts of logs are anybody's: what cannot be seen is shown, what is too long is cut.

/** A stretch of text that is shown as it is, or an invisible character by its code. */
export interface Piece {
  readonly text: string;
  readonly isEscape: boolean;
}

// C0 and C1 controls; soft hyphen; zero-width and bidirectional marks, embeddings, overrides and isolates; line and
// paragraph separators; fillers; variation selectors, tags and everything else that prints nothing.
 
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc]|\ud834[\udd73-\udd7a]|\udb40[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u0000': '\\0', '\u001b': '\\e' };

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return NAMED[character] ?? `\\u{${code.toString(16)}}`;
}

/** The text in pieces, in which nothing is invisible. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const hit of text.matchAll(INVISIBLE)) {
    if (hit.index > from) found.push({ text: text.slice(from, hit.index), isEscape: false });
    found.push({ text: escapeOf(hit[0]), isEscape: true });
    from = hit.index + hit[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), isEscape: false });
  return found;
}

/** The text with escapes for what is invisible, where only a string will do: labels of charts, titles, attributes. */
export function visible(text: string): string {
  return pieces(text).map((it) => it.text).join('');
}

/** At most `length` characters, whole ones. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  // Not the first half of a character of two.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** A label for charts: visible and short. */
export function label(text: string, length = 48): string {
  return shortened(visible(text), length);
}

/** `an instance`, `a role`: of the console's own words, which begin as they sound. */
export function withArticle(noun: string): string {
  return `${/^([aeiou]|hour)/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
