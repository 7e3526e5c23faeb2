// Tags of the graph: how they may be, and what to call to make them so.

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export const MOST_TAGS = 50;

/** The model's pattern of `TagKey`. Its `+-=` is a range, so that digits are allowed, and spaces and `@` are not. */
const KEY = /^(?!aws:)[a-zA-Z+-=._:/]+$/;

/** What is wrong with a tag among the others; nothing where nothing is. */
export function tagProblem(tag: Tag, all: readonly Tag[]): string | undefined {
  if (tag.key === '') return 'A tag has a key.';
  if (tag.key.startsWith('aws:')) return 'Keys that begin with aws: are of AWS.';
  if (tag.key.length > 128 || !KEY.test(tag.key)) return 'At most 128 letters, digits and + , - . / : ; < = _';
  if (tag.value.length > 256) return 'The value has more than 256 characters.';
  if (all.filter((it) => it.key === tag.key).length > 1) return 'The key is there twice.';
  return undefined;
}

export function tagsOf(answer: Readonly<Partial<Record<string, string>>>): Tag[] {
  return Object.entries(answer)
    .map(([key, value]) => ({ key, value: value ?? '' }))
    .sort((a, b) => a.key.localeCompare(b.key));
}

/** What to add or give another value, and which keys to take away. */
export function changesOf(before: readonly Tag[], after: readonly Tag[]): { readonly set: Record<string, string>; readonly removed: string[] } {
  const had = new Map(before.map((it) => [it.key, it.value]));
  const has = new Set(after.map((it) => it.key));
  return {
    set: Object.fromEntries(after.filter((it) => had.get(it.key) !== it.value).map((it) => [it.key, it.value])),
    removed: before.map((it) => it.key).filter((key) => !has.has(key)),
  };
}
