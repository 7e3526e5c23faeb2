// Answers that come in pages, where all of them are wanted at once.

interface Page {
  readonly NextToken?: string;
}

/** Every page, one after the other; `ask` is given what its request has of the token. */
export async function everyPage<A extends Page>(ask: (next: { NextToken?: string }) => Promise<A>): Promise<A[]> {
  const pages: A[] = [];
  let token: string | undefined;
  do {
    const page: A = await ask(token === undefined ? {} : { NextToken: token });
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined);
  return pages;
}
