// Checks the licence of every package that package-lock.json names, without a network: what is in the
// browser may ask for attribution at most (as in ../deny.toml), what only builds and tests may be under MPL-2.0 too.
import { readFileSync } from 'node:fs';

const SHIPPED = new Set(['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', '0BSD', 'CC0-1.0', 'Zlib', 'OFL-1.1']);
const BUILD_ONLY = new Set([...SHIPPED, 'MPL-2.0', 'BlueOak-1.0.0', 'CC-BY-4.0', 'Python-2.0']);

/** Whether an SPDX expression of alternatives and conjunctions, as npm packages have them, can be met. */
function isMet(expression, allowed) {
  const plain = expression.replace(/[()]/g, '');
  return plain.split(' OR ').some((way) => way.split(' AND ').every((licence) => allowed.has(licence.trim())));
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const problems = [];
let count = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  count += 1;
  const licence = entry.license;
  if (!licence) problems.push(`${path} names no licence`);
  else if (!isMet(licence, entry.dev || entry.devOptional ? BUILD_ONLY : SHIPPED)) problems.push(`${path} has the licence ${licence}`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${count} npm packages: every licence is allowed`);
