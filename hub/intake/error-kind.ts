/** A word for the log; the error's own text may quote the message. */
export function kindOf(error: unknown): string {
  if (error instanceof Error) return 'kind' in error && typeof error.kind === 'string' ? error.kind : error.name;
  return 'unknown';
}
