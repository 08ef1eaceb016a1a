import { z } from 'zod';

/** Most tags of one conversation. */
export const mostTags = 20;
/** Longest tag, in UTF-16 code units. */
export const maxTag = 40;

/**
 * A word of the company's own by which conversations are told apart: one line, with single spaces, NFC (UAX #15), kept in
 * the case it was typed in.
 */
export const Tag = z
  .string()
  .max(1000)
  .transform((typed) => typed.normalize('NFC').replaceAll(/[\p{White_Space}\p{Cc}\p{Cf}]+/gu, ' ').trim())
  .pipe(z.string().min(1).max(maxTag));
export type Tag = z.infer<typeof Tag>;

/** What a tag is known by: "Refund" and "refund" are one. */
export function tagKey(tag: string): string {
  // Lowered once more: a capital may become two characters that are not yet in their composed form.
  return tag.normalize('NFKC').toLowerCase().normalize('NFC');
}

/** The tags of a conversation, no two of one key, in the order they were given. */
export const Tags = z
  .array(Tag)
  .max(mostTags)
  .refine((tags) => new Set(tags.map(tagKey)).size === tags.length, 'A tag stands there twice.');
export type Tags = z.infer<typeof Tags>;

/** The tags with one more, which is left out where it is there already in whatever case; null where there are too many. */
export function withTag(tags: readonly Tag[], tag: Tag): Tag[] | null {
  if (tags.some((one) => tagKey(one) === tagKey(tag))) return [...tags];
  return tags.length >= mostTags ? null : [...tags, tag];
}

/** The tags without that one, in whatever case it is there. */
export function withoutTag(tags: readonly Tag[], tag: Tag): Tag[] {
  return tags.filter((one) => tagKey(one) !== tagKey(tag));
}
