import { z } from 'zod';
import { hashOf, listed, UnknownItem, unknownItem, type WebhookItem } from '../meta/webhook-item.ts';

const Id = z.string().min(1).max(1_000);
const Event = z.looseObject({ sender: z.object({ id: Id }), recipient: z.object({ id: Id }) });

/** As it lies in the spool: one event as the provider sent it. */
export const InstagramItem = z.discriminatedUnion('t', [z.object({ t: z.literal('event'), event: z.unknown() }), UnknownItem]);
export type InstagramItem = z.infer<typeof InstagramItem>;

const Named = z.object({ mid: Id });
const Message = Named.extend({ is_deleted: z.boolean().optional(), is_echo: z.boolean().optional() });
const Edit = Named.extend({ num_edit: z.coerce.number().int().min(0) });
const Reaction = Named.extend({ action: z.string().optional() });

/** Takes a body apart: messages, those of an account that another app answers for (`standby`), and what the dashboard sends to try an address out (`changes`). */
export function splitInstagram(body: unknown): readonly WebhookItem[] {
  const { object, entry } = (body ?? {}) as { readonly object?: unknown; readonly entry?: unknown };
  if (object !== 'instagram' || !Array.isArray(entry) || entry.length === 0) return [unknownItem(body, null)];
  return entry.flatMap((one: unknown) => {
    const { id, messaging, standby, changes } = (one ?? {}) as { readonly id?: unknown; readonly messaging?: unknown; readonly standby?: unknown; readonly changes?: unknown };
    const account = typeof id === 'string' ? id : null;
    const items = [...listed(messaging), ...listed(standby)].map((event) => ofEvent(event, account));
    // The dashboard makes the account's id up.
    for (const change of listed(changes)) items.push(ofEvent((change as { readonly value?: unknown } | null)?.value ?? change, null));
    return items.length === 0 ? [unknownItem(one, account)] : items;
  });
}

function ofEvent(event: unknown, account: string | null): WebhookItem {
  const read = Event.safeParse(event).data;
  if (read === undefined) return unknownItem(event, account);
  return { source: sourceOf(read), account, item: { t: 'event', event } satisfies InstagramItem };
}

function sourceOf(event: z.infer<typeof Event>): string {
  const message = Message.safeParse(event['message']).data;
  if (message !== undefined) return `${message.is_deleted === true ? 'removed' : 'message'}\n${message.mid}`;
  const edit = Edit.safeParse(event['message_edit']).data;
  if (edit !== undefined) return `edit\n${edit.mid}\n${event.sender.id}\n${edit.num_edit}`;
  const postback = Named.safeParse(event['postback']).data;
  if (postback !== undefined) return `postback\n${postback.mid}`;
  const read = Named.safeParse(event['read']).data;
  if (read !== undefined) return `read\n${read.mid}`;
  const reaction = Reaction.safeParse(event['reaction']).data;
  const when = typeof event['timestamp'] === 'number' ? event['timestamp'] : 0;
  if (reaction !== undefined) return `reaction\n${reaction.mid}\n${reaction.action ?? ''}\n${event.sender.id}\n${when}`;
  return `event\n${hashOf(JSON.stringify(event))}`;
}

/** Who wrote, each once. */
export function sendersOf(items: readonly WebhookItem[]): ReadonlySet<string> {
  return new Set(items.flatMap(({ item }) => {
    const read = InstagramItem.safeParse(item).data;
    const event = read?.t === 'event' ? Event.safeParse(read.event).data : undefined;
    return event === undefined ? [] : [event.sender.id];
  }));
}
