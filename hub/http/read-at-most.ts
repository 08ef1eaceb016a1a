/**
 * What another server says, or somebody asks, as far as it is looked at: no more than `largest` bytes are held or fetched.
 * @returns null where there are more. Rejects when the connection ends before it does
 */
export async function readAtMost(stream: AsyncIterable<Uint8Array> | null, largest: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.length;
    if (size > largest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @returns undefined where it is not JSON, or there is nothing. */
export function jsonOf(text: string | Buffer | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}
