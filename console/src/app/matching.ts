// Which page a path names.

/** `entities/:type/:id` against segments. The last parameter takes the rest: ids may hold a slash that nobody encoded. */
export function match(pattern: string, path: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split('/');
  const last = parts.length - 1;
  if (path.length < parts.length) return undefined;
  if (path.length > parts.length && !parts[last]?.startsWith(':')) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = index === last ? path.slice(index).join('/') : (path[index] ?? '');
    if (segment === '') return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

/** The path of a pattern with its parameters filled in. */
export function fill(pattern: string, params: Record<string, string>): string[] {
  return pattern.split('/').map((part) => (part.startsWith(':') ? (params[part.slice(1)] ?? '') : part));
}
