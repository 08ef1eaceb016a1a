import { z } from 'zod';

const Uuid = z.uuid();

/** What a message, or one part of several, is called to a provider that gives it back. */
export const ourName = (messageId: string, part: number | null) => (part === null ? messageId : `${messageId}/${part}`);

/** The same, read: `part` is left out for a message that is one. */
export function readOurName(text: string | undefined): { readonly messageId: string | null; readonly part?: number } {
  const [, id, part] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text ?? '') ?? [];
  const messageId = uuidOrNull(id);
  return messageId === null || part === undefined ? { messageId } : { messageId, part: Number(part) };
}

/** What a provider gives back of ours, if it is a message's id; null for anything else. */
export function uuidOrNull(text: string | undefined): string | null {
  const read = Uuid.safeParse(text);
  return read.success ? read.data : null;
}
