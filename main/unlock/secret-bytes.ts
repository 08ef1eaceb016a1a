/** Overwrites buffers we own, as soon as they have served. Copies that an addon made stay out of reach. */
export function purge(...buffers: readonly (Uint8Array | null | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0);
}

/** Runs with bytes that must not outlive it. */
export async function withSecrets<T>(secrets: readonly Uint8Array[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } finally {
    purge(...secrets);
  }
}

/** A code as text, which cannot be overwritten; the bytes it came in are. */
export function codeText(code: Uint8Array): string {
  const text = Buffer.from(code).toString('latin1');
  purge(code);
  return text;
}
