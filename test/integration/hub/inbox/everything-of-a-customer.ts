import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { addIdentity } from '../../../../hub/conversations/customers.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { quarantine, spool } from '../../../../hub/intake/spool.ts';
import { addNote } from '../../../../hub/orders/customer-notes.ts';
import { sealLedger } from '../../../../hub/orders/order-ledger.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { sealBeginning } from '../../../../hub/writing/kept-beginnings.ts';
import { sealDraft } from '../../../../hub/writing/kept-drafts.ts';
import type { Beginning } from '../../../../shared/domain/beginning.ts';
import { BeginningId, ConversationId, CustomerId, DeviceId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import type { Organisation } from '../../../unit/hub/inbox/organisation.ts';

/** The words of somebody who writes, and by which nothing else here is called. */
export const anna = { name: 'Anna Kanarius', home: 'anna.kanarius@home.example', work: 'kanarius@work.example', number: '4930901820', word: 'zeltplatzfrage' };

const inTx = <T>(hub: Organisation, work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);

/** A mail with a file beside its text. */
export function mailFrom(from: string, name: string, subject: string, text: string, more: readonly string[] = []): Buffer {
  return Buffer.from(
    [`From: ${name} <${from}>`, 'To: support@shop.example', `Subject: ${subject}`, `Message-ID: <${randomUUID()}@mail.example>`, ...more, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', text, '--b', 'Content-Type: image/png; name="tent.png"', 'Content-Disposition: attachment; filename="tent.png"', 'Content-Transfer-Encoding: base64', '', Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, ...randomBytes(64)]).toString('base64'), '--b--', ''].join('\r\n'),
  );
}

export async function arrive(hub: Organisation, mailbox: string, raw: Buffer) {
  await inTx(hub, (tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await takeIn(hub);
  const message = hub.messages().at(-1);
  if (message === undefined) throw new Error('Nothing arrived.');
  const { customer_id } = await hub.db.selectFrom('conversations').select('customer_id').where('id', '=', message.conversationId).executeTakeFirstOrThrow();
  return { messageId: message.id, conversationId: ConversationId.parse(message.conversationId), customerId: CustomerId.parse(customer_id) };
}

/** What lies in the spool goes through intake. */
export async function takeIn(hub: Organisation): Promise<void> {
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
}

/** A laptop, as the hub's tables have it. */
export async function addLaptop(hub: Organisation, agent: Agent): Promise<DeviceId> {
  const id = DeviceId.parse(randomUUID());
  const none = { certificate: null, lease: null, pending_order: null, receipt: null, decided_at: null, last_contact_at: null, roles: null, invite_id: null, suspension: null, suspended_at: null };
  await hub.db.insertInto('devices').values({ ...none, id, agent_id: agent.id, state: 'active', device_key: id, profile: new Uint8Array(), created_at: 1, posture_at: 1 }).execute();
  return id;
}

export interface Everything {
  readonly customer: CustomerId;
  /** Who was merged into them. */
  readonly other: CustomerId;
  /** Ids of rows that are theirs. */
  readonly ids: readonly string[];
}

/** A customer with a row in every table that can have one of a customer's: who is two by now one, writes, is answered, hidden from, blocked, and so on. */
export async function everythingOfACustomer(hub: Organisation, { mailbox, chat, agent, device }: { readonly mailbox: string; readonly chat: string; readonly agent: Agent; readonly device: DeviceId }): Promise<Everything> {
  const { envelope, clock } = hub;
  const home = await arrive(hub, mailbox, mailFrom(anna.home, anna.name, `Tent ${anna.word}`, `Hello, my card is 4242 4242 4242 4242 and my number +49 30 901820, ${anna.word}`));
  const work = await arrive(hub, mailbox, mailFrom(anna.work, anna.name, `Boots ${anna.word}`, `From work ${anna.word}`));
  const merges = new Merges({ envelope, audit: hub.audit, clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
  await hub.execute(agent, { do: 'reply', conversationId: home.conversationId, messageId: MessageId.parse(randomUUID()), text: `We answer ${anna.word}`, seen: null });
  const [upload, beside] = [randomUUID(), randomUUID()];
  const [visitor, release, look, draftOf] = [randomUUID(), randomUUID(), randomUUID(), { agent_id: agent.id, conversation_id: home.conversationId, kind: 'reply' as const }];
  const begun: Beginning = { way: 'email', channelId: mailbox, with: { kind: 'typed', typed: anna.home }, name: anna.name, subject: anna.word, text: anna.word, call: { direction: 'in', at: null, minutes: '', outcome: 'answered', recording: '' } };
  const [typedFirst, named] = [BeginningId.parse(randomUUID()), BeginningId.parse(randomUUID())];
  await inTx(hub, async (tx) => {
    await addIdentity(tx, envelope, home.customerId, 'phone', anna.number, clock.now());
    await addNote(tx, envelope, defaultPolicy, { customer: home.customerId, agent: agent.id, text: `Lives alone ${anna.word}`, at: clock.now() });
    await hub.blockedSenders.block(tx, 'test', { kind: 'email', value: anna.home });
    await hub.blockedSenders.block(tx, 'test', { kind: 'email', value: 'somebody@else.example' });
    await tx.insertInto('customer_looks').values({ agent_id: agent.id, customer_id: home.customerId, at: 1 }).execute();
    await tx.insertInto('verification_tries').values({ id: look, conversation_id: home.conversationId, agent_id: agent.id, at: 1 }).execute();
    await tx.insertInto('drafts').values({ ...draftOf, version: 1, key: randomUUID(), content: (await sealDraft(tx, envelope, home.customerId, draftOf, { text: anna.word, files: {} })) as Uint8Array, sent: 0, withheld: 0, changed_at: 1 }).execute();
    for (const [id, customer] of [[typedFirst, null], [named, home.customerId]] as const) {
      const which = { agent_id: agent.id, id };
      await tx.insertInto('beginnings').values({ ...which, version: 1, key: randomUUID(), customer_id: customer, content: (await sealBeginning(tx, envelope, customer, which, { content: begun, files: {} })) as Uint8Array, withheld: 0, changed_at: 1 }).execute();
    }
    await tx.insertInto('uploads').values({ id: upload, agent_id: agent.id, conversation_id: home.conversationId, size: 3, chunks: 1, touched_at: 1 }).execute();
    await tx.insertInto('uploads').values({ id: beside, agent_id: agent.id, conversation_id: typedFirst, size: 3, chunks: 1, touched_at: 1 }).execute();
    for (const id of [upload, beside]) await tx.insertInto('upload_chunks').values({ upload_id: id, position: 0, sealed: randomBytes(19) }).execute();
    const file = await tx.selectFrom('attachments').select('id').where('message_id', '=', home.messageId).executeTakeFirstOrThrow();
    const asked = { agent_id: agent.id, message_id: home.messageId, conversation_id: home.conversationId, asked_at: 1, decided_by: null, decided_at: null };
    await tx.insertInto('file_releases').values({ ...asked, id: release, device_id: device, attachment_id: file.id, reason: 'delivery', state: 'waiting', until: null }).execute();
    await tx.insertInto('file_links').values({ id: randomUUID(), attachment_id: file.id, message_id: home.messageId, until: 1 }).execute();
    await tx.insertInto('reveals').values({ ...asked, id: randomUUID(), finding: randomUUID(), type: 'phone', reason: 'delivery', state: 'shown' }).execute();
    await tx.insertInto('mistakes').values({ ...asked, id: randomUUID(), finding: randomUUID(), type: 'card', state: 'kept', shape: null }).execute();
    await tx.insertInto('delivery_parts').values({ message_id: home.messageId, position: 0, tried: 1, status: 'sent', failure: null, remote_id_index: randomBytes(32) }).execute();
    await tx.insertInto('ratings').values({ id: randomUUID(), conversation_id: home.conversationId, revision: 1, state: 'passed', asked_at: 1 }).execute();
    const merge = randomUUID();
    await tx.insertInto('conversation_merges').values({ id: merge, into_id: home.conversationId, from_id: work.conversationId, status_before: 'open', waiting_before: null, due_before: null, snoozed_before: null, merged_by: agent.id, merged_at: 1, undone_at: 2 }).execute();
    await tx.insertInto('conversation_merge_messages').values({ merge_id: merge, message_id: home.messageId }).execute();
    await tx.insertInto('webchat_visitors').values({ token_hash: randomBytes(32), id: visitor, channel_id: chat, conversation_id: home.conversationId, subject_index: randomBytes(32), created_at: 1, last_seen_at: 1 }).execute();
    await tx.insertInto('webchat_sessions').values({ token_hash: randomBytes(32), visitor_id: visitor, content: envelope.sealSystem('webchat', randomBytes(8)), ends_at: 1 }).execute();
    await tx.insertInto('shops').values({ id: shop, kind: 'shopify', name: 'Shop', settings: new Uint8Array(), created_at: 1, removed_at: null }).onConflict((conflict) => conflict.doNothing()).execute();
    const action = { id: randomUUID(), customer_id: home.customerId };
    await tx.insertInto('order_actions').values({ ...action, agent_id: agent.id, conversation_id: home.conversationId, shop_id: shop, order_ref: randomUUID(), act: 'refund', amount: 100, currency: 'EUR', deed: 'deed', state: 'done', why: null, scope: null, asked_at: 1, begun_at: 1, decided_by: null, decided_at: null, settled_at: 2, content: await sealLedger(tx, envelope, action, { order: 'gid/1', number: anna.word, deed: null }) }).execute();
  });
  await keptOriginals(hub, mailbox);
  await inTx(hub, (tx) => merges.merge(tx, agent, home.customerId, work.customerId));
  const theirs = await Promise.all([hub.db.selectFrom('conversations').select('id').where('customer_id', '=', home.customerId).execute(), hub.db.selectFrom('messages').select('id').where('customer_id', '=', home.customerId).execute(), hub.db.selectFrom('attachments').innerJoin('conversations', 'conversations.id', 'attachments.conversation_id').select('attachments.id').where('conversations.customer_id', '=', home.customerId).execute()]);
  return { customer: home.customerId, other: work.customerId, ids: [home.customerId, work.customerId, visitor, upload, beside, ...theirs.flat().map(({ id }) => id)] };
}

const shop = '00000000-0000-4000-8000-000000000001';

/** One in quarantine, and one in the spool whose first attempt has failed and whose turn is far off; and of somebody else, who names them, the same. */
async function keptOriginals(hub: Organisation, mailbox: string): Promise<void> {
  for (const [from, name] of [[anna.home, anna.name], ['somebody@else.example', 'Somebody Else']] as const) {
    for (const failed of [true, false]) {
      const raw = mailFrom(from, name, 'Damaged', `What ${anna.home} wrote, by ${createHash('sha256').update(from).digest('hex')}`);
      await inTx(hub, async (tx) => {
        await spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() });
        const entry = await tx.selectFrom('intake_spool').selectAll().where('attempts', '=', 0).executeTakeFirstOrThrow();
        if (failed) await tx.updateTable('intake_spool').set({ attempts: 1, next_try_at: hub.clock.now() + 3_600_000 }).where('id', '=', entry.id).execute();
        else {
          await quarantine(tx, entry, 'unreadable', hub.clock.now());
          await tx.deleteFrom('intake_spool').where('id', '=', entry.id).execute();
        }
      });
    }
  }
}
