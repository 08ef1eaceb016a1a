import { z } from 'zod';
import { CustomerId } from '../domain/ids.ts';
import { CustomerIdentity } from '../domain/people.ts';
import { entryOf, factsOf, markOf, type Paper } from './paper.ts';
import { Mark, Moment, TranscriptConversation, TranscriptMessage } from './transcript.ts';
import { clockTime, type PaperWords } from './words.ts';

/** An entry of the audit log about somebody's data: who looked at what was hidden and why, and which files were written. */
export const AboutCustomer = z.strictObject({
  at: Moment,
  /** Such as `reveal.shown`, `conversation.transcript` or `export.customer`. */
  action: z.string(),
  /** A person's name; null for who has left, and for the hub itself. */
  by: z.string().nullable(),
  /** The entry's own words and numbers, such as kind, reason, number and hash. Never what was hidden. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type AboutCustomer = z.infer<typeof AboutCustomer>;

/** What is known of a customer, for whoever has to tell them (GDPR article 15), and the whole of the JSON format. */
export const CustomerExport = z.strictObject({
  kind: z.literal('sealdesk-customer-export'),
  version: z.literal(1),
  mark: Mark,
  customer: z.strictObject({ id: CustomerId, name: z.string(), since: Moment, identities: z.array(CustomerIdentity) }),
  /** Newest first; messages oldest first, with internal notes and Sealdesk's own lines. */
  conversations: z.array(z.strictObject({ conversation: TranscriptConversation, messages: z.array(TranscriptMessage) })),
  /** What agents have kept in mind about them, newest first; hidden in it what the policy hides. */
  notes: z.array(z.strictObject({ at: Moment, by: z.string(), text: z.string() })),
  /** Oldest first. */
  audit: z.array(AboutCustomer),
});
export type CustomerExport = z.infer<typeof CustomerExport>;

export function customerPaper({ mark, customer, conversations, notes, audit }: CustomerExport, words: PaperWords): Paper {
  const { customer: say, facts } = words;
  return {
    language: words.language,
    title: say.title,
    mark: markOf(mark, words),
    notice: words.hidden,
    facts: [
      [facts.organisation, mark.organisation],
      [facts.customer, customer.name],
      [say.since, clockTime(customer.since)],
      ...customer.identities.map(({ kind, shown }) => [say.kinds[kind], shown] as const),
    ],
    sections: [
      ...(notes.length === 0 ? [] : [{
        title: say.notes,
        facts: [],
        entries: notes.map(({ at, by, text }) => ({ side: 'note' as const, head: by === '' ? say.nobody : by, time: clockTime(at), text, details: [] })),
      }]),
      {
        title: say.audit,
        facts: audit.length === 0 ? [[say.audit, say.none] as const] : [],
        entries: audit.map(({ at, action, by, detail }) => ({
          side: 'event',
          head: `${say.actions[action] ?? action}: ${by ?? say.nobody}`,
          time: clockTime(at),
          text: '',
          details: Object.entries(detail).map(([name, value]) => `${name} ${value}`),
        })),
      },
      ...conversations.map(({ conversation, messages }) => ({
        title: say.conversation(clockTime(conversation.began)),
        facts: factsOf(conversation, words).filter(([label]) => label !== facts.customer),
        entries: messages.map((message) => entryOf(message, words)),
      })),
    ],
    end: words.end,
  };
}
