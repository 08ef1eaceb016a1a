import type { Channel, ConversationStatus, MessageStatus } from '../domain/conversation.ts';
import type { CustomerIdentity } from '../domain/people.ts';
import type { Side } from './transcript.ts';

/** The words of what is written down. Times are in UTC: who reads it may be anywhere. */
export const words = {
  transcript: 'Transcript of a conversation',
  savedBy: (who: string, device: string | null) => (device === null ? `Made at the hub for ${who}` : `Saved by ${who} on ${device}`),
  savedAt: (when: string) => when,
  number: (number: string) => `Number ${number}`,
  hidden: 'Personal data is hidden, whoever saved this: a mask stands where it stood. The audit log lists this file by its number and its hash.',
  facts: {
    organisation: 'Organisation',
    customer: 'Customer',
    channel: 'Channel',
    subject: 'Subject',
    status: 'Status',
    began: 'Began',
    asOf: 'As of',
    messages: 'Messages',
    leftOut: 'Not in it',
  },
  leftOut: (n: number) => (n === 1 ? '1 internal note or line of Sealdesk’s own' : `${n} internal notes and lines of Sealdesk’s own`),
  customer: {
    title: 'What is known of a customer',
    since: 'Known since',
    notes: 'Notes about the customer',
    audit: 'Who looked, and what was written down',
    none: 'nothing is recorded',
    nobody: 'somebody who has left',
    conversation: (began: string) => `Conversation of ${began}`,
    kinds: { email: 'E-mail', phone: 'Phone', webchat: 'Web chat', whatsapp: 'WhatsApp', instagram: 'Instagram' } satisfies Record<CustomerIdentity['kind'], string>,
    actions: {
      'reveal.shown': 'Saw what was hidden',
      'reveal.asked': 'Asked to see what is hidden',
      'reveal.approved': 'Approved that it is seen',
      'reveal.denied': 'Denied that it is seen',
      'reveal.over-limit': 'Asked to see more than is allowed',
      'mistake.reported': 'Said that something was destroyed by mistake',
      'mistake.looked-at': 'Saw what was destroyed, to decide about it',
      'mistake.restored': 'Brought back what was destroyed by mistake',
      'mistake.kept': 'Decided that it stays destroyed',
      'file.asked': 'Asked for a file that is held',
      'file.released': 'Let a file that is held go to a laptop, for a while',
      'file.denied': 'Denied a file that is held',
      'file.never': 'Asked for a file that nobody may have',
      'file.unverified': 'Asked for a file that needs a better known customer',
      'file.over-limit': 'Asked for more files than is allowed',
      'customer.shown': 'Saw it whole in the customer panel',
      'customer.over-limit': 'Looked up more customers than is allowed',
      'customer.verified': 'Confirmed them by an order',
      'customer.not-verified': 'Tried to confirm them by an order',
      'customer.verify-over-limit': 'Tried to confirm them more often than is allowed',
      'customer.identified': 'Confirmed who they are',
      'customer.doubted': 'Took back how far they are known',
      'customer.noted': 'Kept a note',
      'customer.note-removed': 'Removed a note',
      'order.refused': 'Tried to change an order and was not allowed to',
      'order.over-limit': 'Tried to change more orders than is allowed',
      'order.asked': 'Asked for a lead’s approval of a change to an order',
      'order.approved': 'Approved a change to an order',
      'order.denied': 'Did not approve a change to an order',
      'order.begun': 'Began a change to an order in its shop',
      'order.done': 'Changed an order in its shop',
      'order.not-done': 'A change to an order was not made',
      'order.unknown': 'A shop’s answer to a change of an order was lost',
      'order.untold': 'Whether an order was changed is not to be known',
      'conversation.transcript': 'Saved a transcript',
      'export.conversation': 'Exported a conversation',
      'export.customer': 'Exported all of it',
    } as Readonly<Record<string, string>>,
  },
  channels: { email: 'E-mail', whatsapp: 'WhatsApp', instagram: 'Instagram', webchat: 'Web chat', phone: 'Phone' } satisfies Record<Channel, string>,
  conversationStatuses: { open: 'Open', pending: 'Pending', snoozed: 'Snoozed', resolved: 'Resolved' } satisfies Record<ConversationStatus, string>,
  sides: { customer: 'Customer', company: 'Company', note: 'Internal note', event: 'Sealdesk' } satisfies Record<Side, string>,
  /** Only what a reader would not take for granted. */
  statuses: {
    received: null,
    queued: 'not sent yet',
    conflict: 'not sent',
    accepted: 'not sent yet',
    sent: null,
    delivered: null,
    read: null,
    failed: 'not delivered',
  } satisfies Record<MessageStatus, string | null>,
  subject: (subject: string) => `Subject: ${subject}`,
  attachment: (name: string, size: string) => `Attached: ${name} (${size}), not included`,
  nameless: 'a file without a name',
  end: 'End',
};

/** `2026-11-26 14:03 UTC` of a moment. */
export function clockTime(moment: string): string {
  return moment.replace(/T(\d\d:\d\d).*$/, ' $1 UTC');
}

/** In the units of a file manager, of 1,000. @param size bytes */
export function sizeWords(size: number): string {
  if (size < 1000) return `${size} bytes`;
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
