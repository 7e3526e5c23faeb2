// The Detective API, typed by Amazon's service model.

import { type Operations, OPERATIONS } from './detective.gen';
import { API, ask } from './http';

export type Operation = keyof Operations;
export type InputOf<O extends Operation> = Operations[O]['input'];
export type OutputOf<O extends Operation> = Operations[O]['output'];

/** The path of an operation with the members that it has in the path, and the members that remain for the query or body. */
export function requestOf(operation: Operation, input: object): { method: string; path: string; rest: Record<string, unknown> } {
  const { method, path } = OPERATIONS[operation];
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, member: string) => {
    const value = rest[member];
    Reflect.deleteProperty(rest, member);
    return encodeURIComponent(String(value));
  });
  return { method, path: filled, rest };
}

/** Asks an operation; throws an `ApiProblem`. */
export async function detective<O extends Operation>(operation: O, input: InputOf<O>): Promise<OutputOf<O>> {
  const { method, path, rest } = requestOf(operation, input);
  if (method === 'GET' || method === 'DELETE') {
    // Only UntagResource has members here: its keys, each a parameter `tagKeys`.
    const query = new URLSearchParams(
      Object.entries(rest).flatMap(([name, value]) =>
        [value].flat().map((it) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, String(it)]),
      ),
    ).toString();
    return (await ask(method, `${API}${path}${query === '' ? '' : `?${query}`}`)) as OutputOf<O>;
  }
  return (await ask(method, `${API}${path}`, rest)) as OutputOf<O>;
}
