// Why a request was not answered, in words for the analyst.

/** What can be done about an error, by its name. The API's own message says what went wrong. */
const NEXT_STEPS: Record<string, string> = {
  ValidationException: 'Change what the message names and try again.',
  AccessDeniedException: 'Ask whoever administers the deployment for execute-api:Invoke on this operation.',
  MissingAuthenticationTokenException: 'Start `gumshoe console` again with credentials of the account.',
  ExpiredTokenException: 'Your credentials have expired: sign in again (for example `aws sso login`), then retry.',
  UnrecognizedClientException: 'These credentials are not known in this Region: check the profile of `gumshoe console`.',
  InvalidSignatureException: 'Check the clock of this machine and the profile of `gumshoe console`.',
  ResourceNotFoundException:
    'Check the id and the Region. The account may not be an enabled member, or it happened before its logs were taken in.',
  ConflictException: 'Load the page again to see the present state.',
  ServiceQuotaExceededException: 'Remove something, or wait until the volume is lower.',
  TooManyRequestsException: 'Wait a moment and retry.',
  LimitExceededException: 'Wait a moment and retry.',
  InternalServerException: 'Retry. If it goes on, look for the request id in the logs.',
  ConsoleUnreachable: 'Is `gumshoe up` or `gumshoe console` still running? Start it, then retry.',
  ConnectionException: 'Check the endpoint that `gumshoe console` was given, and the way to it; then retry.',
  ConsoleSession: 'Open the console again through the address that `gumshoe` printed.',
};

/** What can be done about an error without a name of its own, by its status. */
function stepOfStatus(status: number): string {
  if (status === 403) return 'Check whose credentials are used, and what they may do.';
  if (status === 504 || status === 502) return 'The operation took too long or failed: choose a shorter scope time, or retry.';
  if (status >= 500) return 'Retry. If it goes on, look for the request id in the logs.';
  return 'Change the request and try again.';
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly nextStep: string;
  /** Whether the same request may succeed a moment later. */
  readonly isRetriable: boolean;

  constructor(
    /** The error's name in the API, such as `ResourceNotFoundException`. */
    readonly kind: string,
    message: string,
    readonly status: number,
    readonly requestId?: string,
  ) {
    super(message);
    this.nextStep = NEXT_STEPS[kind] ?? stepOfStatus(status);
    this.isRetriable = status === 429 || status >= 500;
  }

  get isNotFound(): boolean {
    return this.kind === 'ResourceNotFoundException';
  }
}

function textOf(body: unknown, ...names: string[]): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  for (const name of names) {
    const value = (body as Record<string, unknown>)[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** The problem that a response tells. API Gateway writes `message`, the operations `Message`. */
export function problemOf(response: { status: number; headers: Headers }, body: unknown): ApiProblem {
  const kind = response.headers.get('x-amzn-errortype')?.split(':')[0] ?? `Http${response.status}`;
  const message = textOf(body, 'Message', 'message') ?? `The server answered ${response.status} and nothing else.`;
  return new ApiProblem(kind, message, response.status, response.headers.get('x-amzn-requestid') ?? undefined);
}

/** Any thrown thing as a problem: what `fetch` throws when nobody answers is one, too. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError) return new ApiProblem('ConsoleUnreachable', 'The server does not answer.', 503);
  return new ApiProblem('Unexpected', error instanceof Error ? error.message : String(error), 500);
}

export function rethrow(error: unknown): never {
  throw asProblem(error);
}
