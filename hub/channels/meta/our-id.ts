import { z } from 'zod';

const Uuid = z.uuid();

/** What a provider gives back of ours, if it is a message's id; null for anything else. */
export function uuidOrNull(text: string | undefined): string | null {
  const read = Uuid.safeParse(text);
  return read.success ? read.data : null;
}
