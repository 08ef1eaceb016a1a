import { z } from 'zod';

/** How much a notification may say: nothing is shown at all; that something came; the channel and the customer's first name as well. Never what was written. */
export const noticeWords = ['nothing', 'something', 'name'] as const;
export const NoticeWords = z.enum(noticeWords);
export type NoticeWords = z.infer<typeof NoticeWords>;

/** The one that says less: what the company allows and what the person wants both hold. */
export const quieter = (one: NoticeWords, other: NoticeWords): NoticeWords => (noticeWords.indexOf(one) < noticeWords.indexOf(other) ? one : other);

/** What a notification can be about. */
export const noticeKinds = ['mine', 'team', 'mentions', 'assigned', 'due'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Minutes after midnight, in the time of this laptop. */
const MinuteOfDay = z.number().int().min(0).max(24 * 60 - 1);

/** What the person wants to be told of, and when. */
export const NoticeChoices = z.object({
  say: NoticeWords,
  /** A customer wrote in a conversation that is the agent's. */
  mine: z.boolean(),
  /** A customer wrote in one that is nobody's yet. */
  team: z.boolean(),
  /** A colleague calls in a note. */
  mentions: z.boolean(),
  /** A conversation was given to the agent. */
  assigned: z.boolean(),
  /** One of the agent's is soon to be answered. */
  due: z.boolean(),
  /** Whether anything is said while Sealdesk is locked: then no more than that a message came. */
  locked: z.boolean(),
  sound: z.boolean(),
  /** Nothing is shown between these, every day; past midnight where `to` is the earlier one. */
  quiet: z.object({ from: MinuteOfDay, to: MinuteOfDay }).nullable(),
});
export type NoticeChoices = z.infer<typeof NoticeChoices>;

export const firstNoticeChoices: NoticeChoices = { say: 'something', mine: true, team: false, mentions: true, assigned: true, due: true, locked: true, sound: false, quiet: null };

/** Whether a minute of the day lies in the quiet hours. Hours that end when they begin are none. */
export function isQuiet(quiet: NoticeChoices['quiet'], minute: number): boolean {
  if (quiet === null) return false;
  const { from, to } = quiet;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** What of a customer's name a notification may show: the first word, where it is a word; null for an address, a number or anything else. */
export function firstName(name: string): string | null {
  const [first = ''] = name.trim().split(/\s+/u, 1);
  return /^\p{L}[\p{L}\p{M}'’-]{0,29}$/u.test(first) ? first : null;
}
