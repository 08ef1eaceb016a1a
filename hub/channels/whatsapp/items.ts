import { z } from 'zod';
import { hashOf, listed, UnknownItem, unknownItem, type WebhookItem } from '../meta/webhook-item.ts';

/** What of a webhook is read here; everything else in it is left where it is. */
const Id = z.string().min(1).max(500);
const Contact = z.object({
  wa_id: Id.optional(),
  user_id: Id.optional(),
  profile: z.object({ name: z.string().optional(), username: z.string().optional() }).optional(),
});
export type Contact = z.infer<typeof Contact>;
const WithSender = z.object({ id: Id, from: Id.optional(), from_user_id: Id.optional() });
const WithStatus = z.object({ id: Id, status: z.string().min(1).max(40) });
const Metadata = z.object({ phone_number_id: Id });

/** As it lies in the spool: one message, one status, one change of an id. `message` and `status` are as the provider sent them. */
export const WhatsAppItem = z.discriminatedUnion('t', [
  z.object({ t: z.literal('message'), message: z.unknown(), contact: Contact.nullable() }),
  z.object({ t: z.literal('status'), status: z.unknown() }),
  z.object({ t: z.literal('renamed'), from: Id, to: Id }),
  UnknownItem,
]);
export type WhatsAppItem = z.infer<typeof WhatsAppItem>;

const UserIdUpdate = z.object({ user_id: z.object({ previous: Id, current: Id }) });

/** Takes a body apart. What belongs to no message is kept whole: a kind of news that does not exist yet may be one. */
export function splitWhatsApp(body: unknown): readonly WebhookItem[] {
  const { object, entry } = (body ?? {}) as { readonly object?: unknown; readonly entry?: unknown };
  if (object !== 'whatsapp_business_account' || !Array.isArray(entry) || entry.length === 0) return [unknownItem(body, null)];
  return entry.flatMap((one: unknown) => {
    const changes = listed((one as { readonly changes?: unknown } | null)?.changes);
    return changes.length === 0 ? [unknownItem(one, null)] : changes.flatMap(ofChange);
  });
}

function ofChange(change: unknown): readonly WebhookItem[] {
  const { field, value } = (change ?? {}) as { readonly field?: unknown; readonly value?: unknown };
  if (typeof value !== 'object' || value === null) return [unknownItem(change, null)];
  const parts = value as Readonly<Record<string, unknown>>;
  const account = Metadata.safeParse(parts['metadata']).data?.phone_number_id ?? null;
  const items: WebhookItem[] = [];
  if (field === 'messages') {
    const contacts = listed(parts['contacts']).map((contact) => Contact.safeParse(contact).data ?? {});
    for (const message of listed(parts['messages'])) items.push(ofMessage(message, contacts, account));
    for (const status of listed(parts['statuses'])) items.push(ofStatus(status, account));
  }
  for (const update of listed(parts['user_id_update'])) {
    const read = UserIdUpdate.safeParse(update).data?.user_id;
    items.push(read === undefined ? unknownItem(update, account) : renamed(read.previous, read.current, account));
  }
  return items.length === 0 ? [unknownItem(change, account)] : items;
}

/** The change of an id by either of the two ways in which it is told. */
function renamed(from: string, to: string, account: string | null): WebhookItem {
  return { source: `renamed\n${from}\n${to}`, account, item: { t: 'renamed', from, to } satisfies WhatsAppItem };
}

function ofMessage(message: unknown, contacts: readonly Contact[], account: string | null): WebhookItem {
  const sender = WithSender.safeParse(message).data;
  const contact =
    contacts.find(({ wa_id, user_id }) => (user_id !== undefined && user_id === sender?.from_user_id) || (wa_id !== undefined && wa_id === sender?.from)) ?? (contacts.length === 1 ? contacts[0] : undefined) ?? null;
  const source = sender === undefined ? `message without an id\n${hashOf(JSON.stringify(message))}` : `message\n${sender.id}`;
  return { source, account, item: { t: 'message', message, contact } satisfies WhatsAppItem };
}

function ofStatus(status: unknown, account: string | null): WebhookItem {
  const read = WithStatus.safeParse(status).data;
  return read === undefined ? unknownItem(status, account) : { source: `status\n${read.id}\n${read.status}`, account, item: { t: 'status', status } satisfies WhatsAppItem };
}
