import type { Language } from '../language/languages.ts';
import { speakerOf, wordsIn } from '../customer-words/words.ts';
import type { Channel, ConversationStatus, MessageStatus } from '../domain/conversation.ts';
import type { CustomerIdentity } from '../domain/people.ts';
import type { Side } from './transcript.ts';

/** The words of what is written down, in a language. */
export function paperWords(language: Language) {
  const { paper: t } = wordsIn(language);
  const say = speakerOf(language);
  const bytes = (n: number): string => say(t.bytes, { n });
  return {
    ...t,
    language,
    savedBy: (who: string, device: string | null): string => (device === null ? say(t.madeFor, { who }) : say(t.savedBy, { who, device })),
    number: (number: string): string => say(t.number, { number }),
    leftOut: (n: number): string => say(t.leftOut, { n }),
    customer: {
      ...t.customer,
      conversation: (began: string): string => say(t.customer.conversation, { began }),
      kinds: t.customer.kinds satisfies Record<CustomerIdentity['kind'], string>,
      actions: t.customer.actions as Readonly<Record<string, string>>,
    },
    channels: t.channels satisfies Record<Channel, string>,
    conversationStatuses: t.conversationStatuses satisfies Record<ConversationStatus, string>,
    sides: t.sides satisfies Record<Side, string>,
    /** Only what a reader would not take for granted. */
    statuses: {
      received: null,
      queued: t.statuses.notYet,
      conflict: t.statuses.notSent,
      accepted: t.statuses.notYet,
      sent: null,
      delivered: null,
      read: null,
      failed: t.statuses.failed,
    } satisfies Record<MessageStatus, string | null>,
    subject: (subject: string): string => say(t.subject, { subject }),
    /** @param size bytes */
    attachment: (name: string, size: number): string => say(t.attachment, { name: name === '' ? t.nameless : name, size: sizeWords(size, bytes, language) }),
  };
}
export type PaperWords = ReturnType<typeof paperWords>;

/** `2026-11-26 14:03 UTC` of a moment. */
export function clockTime(moment: string): string {
  return moment.replace(/T(\d\d:\d\d).*$/, ' $1 UTC');
}

/** In the units of a file manager, of 1,000. @param size bytes */
function sizeWords(size: number, bytes: (n: number) => string, language: Language): string {
  if (size < 1000) return bytes(size);
  const [value, unit] = size < 1_000_000 ? [size / 1000, 'kB'] : [size / 1_000_000, 'MB'];
  return `${value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false })} ${unit}`;
}
