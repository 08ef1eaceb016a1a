import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { addIdentity, createCustomer } from '../../../../hub/conversations/customers.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { type ConversationId, IdempotencyKey, MessageId, TranscriptId } from '../../../../shared/domain/ids.ts';
import { fixture, openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
});
afterEach(() => hub.close());

async function arrive(raw: Uint8Array = fixture('plain.eml')): Promise<{ conversationId: ConversationId; messageId: MessageId }> {
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  const message = hub.messages().at(-1);
  if (message === undefined) throw new Error('nothing arrived');
  return { conversationId: message.conversationId, messageId: message.id };
}
const newId = () => MessageId.parse(randomUUID());

describe('the report of a transcript', () => {
  const report = { number: TranscriptId.parse(randomUUID()), format: 'pdf', sha256: 'ab'.repeat(32), bytes: 4711, messages: 2 } as const;
  const entries = async () => (await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).filter(({ action }) => action === 'conversation.transcript');

  it('is in the audit log once, with number, hash and size, however often it comes', async () => {
    const lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
    const { conversationId } = await arrive();
    const key = IdempotencyKey.parse(randomUUID());
    for (let time = 0; time < 3; time += 1) expect(await hub.execute(lea, { do: 'transcript', conversationId, ...report }, key)).toEqual({ kind: 'done' });
    expect(await entries()).toMatchObject([{ actor: `agent:${lea.id}`, subject: conversationId, detail: { ...report, outcome: 'done' } }]);
  });

  it('is taken also from who may see the conversation no longer, and of one that is gone: the file is there', async () => {
    const ida = await hub.addAgent({ name: 'Ida', roles: ['it'] });
    const { conversationId } = await arrive();
    for (const each of [conversationId, randomUUID() as ConversationId]) expect(await hub.execute(ida, { do: 'transcript', conversationId: each, ...report })).toEqual({ kind: 'done' });
    expect(await entries()).toHaveLength(2);
  });
});

describe('a reply', () => {
  it('is stored, queued and shown to the others', async () => {
    const [ada] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Ben' })];
    const { conversationId, messageId: seen } = await arrive();
    const messageId = newId();
    expect(await hub.execute(ada, { do: 'reply', conversationId, messageId, text: 'It left today.', seen })).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ id: messageId, kind: 'outbound', status: 'accepted', authorName: 'Ada', subject: 'Re: Where is my tent?' });
    expect(await hub.db.selectFrom('deliveries').select('message_id').execute()).toEqual([{ message_id: messageId }]);
  });

  it('with a repeated key has its first outcome and no second effect', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const { conversationId, messageId: seen } = await arrive();
    const key = IdempotencyKey.parse(randomUUID());
    const command = { do: 'reply', conversationId, messageId: newId(), text: 'Once.', seen } as const;
    await hub.execute(ada, command, key);
    const before = hub.heard.length;
    expect(await hub.execute(ada, command, key)).toEqual({ kind: 'done' });
    expect(hub.heard).toHaveLength(before);
  });

  it('is given back when somebody else has answered since, and goes out once that answer is seen', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const ben = await hub.addAgent({ name: 'Ben' });
    const { conversationId, messageId: seen } = await arrive();
    const answer = newId();
    await hub.execute(ben, { do: 'reply', conversationId, messageId: answer, text: 'Ben here.', seen });
    const key = IdempotencyKey.parse(randomUUID());
    const command = { do: 'reply', conversationId, messageId: newId(), text: 'Ada here.', seen } as const;
    const outcome = await hub.execute(ada, command, key);
    expect(outcome).toEqual({ kind: 'conflict', conflict: { reason: 'answered', by: 'Ben', answer } });
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toHaveLength(1);
    // Kept for when the command comes again, the colleague's name not for everybody to read.
    expect(await hub.execute(ada, command, key)).toEqual(outcome);
    for (const row of await hub.db.selectFrom('command_outcomes').selectAll().execute()) expect(JSON.stringify(row)).not.toMatch(/Ben|answered|conflict/);
    expect(await hub.execute(ada, { ...command, seen: answer })).toEqual({ kind: 'done' });
    expect(await hub.db.selectFrom('deliveries').select('message_id').orderBy('message_id').execute()).toEqual([{ message_id: answer }, { message_id: command.messageId }].sort((a, b) => (a.message_id < b.message_id ? -1 : 1)));
  });

  it('with a card number is refused and stored nowhere', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const { conversationId, messageId: seen } = await arrive();
    const outcome = await hub.execute(ada, { do: 'reply', conversationId, messageId: newId(), text: 'Your card 4111 1111 1111 1111 is fine.', seen });
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('card number') });
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toEqual([]);
  });

  it('with the e-mail address or number of another customer is refused; with this one’s own, or nobody’s, it goes', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const other = await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'whatsapp', value: '4930901820' }, 'Olga', hub.clock.now()));
    await hub.db.transaction().execute((tx) => addIdentity(tx, hub.envelope, other, 'email', 'olga@mail.example', hub.clock.now()));
    const { conversationId, messageId: seen } = await arrive();
    const reply = (text: string) => hub.execute(ada, { do: 'reply', conversationId, messageId: newId(), text, seen: hub.messages().at(-1)?.id ?? seen });
    for (const text of ['Write to Olga@Mail.example.', 'Her number: +49 30 901820', 'Or 0049 (30) 90 18 20.']) {
      expect([text, await reply(text)]).toEqual([text, { kind: 'refused', message: expect.stringContaining('another customer') }]);
    }
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toEqual([]);
    // Ada and the channel have written in themselves, to try it.
    for (const ours of ['ada@shop.example', 'support@shop.example']) await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: ours }, 'Ours', hub.clock.now()));
    for (const text of ['Ask ada@shop.example or support@shop.example.', 'Are you still anna.bergstrom@mail.example?', 'Write to nobody@mail.example or +49 30 901821.']) expect([text, await reply(text)]).toEqual([text, { kind: 'done' }]);
  });

  it('with another customer’s data goes where the policy only marks it', async () => {
    await hub.close();
    hub = await openOrganisation({ othersData: 'mark' });
    mailbox = await hub.addMailbox();
    const ada = await hub.addAgent({ name: 'Ada' });
    await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'olga@mail.example' }, 'Olga', hub.clock.now()));
    const { conversationId, messageId: seen } = await arrive();
    expect(await hub.execute(ada, { do: 'reply', conversationId, messageId: newId(), text: 'Write to olga@mail.example.', seen })).toEqual({ kind: 'done' });
  });

  it('by someone whose role does not see the conversation is refused', async () => {
    const ivo = await hub.addAgent({ name: 'Ivo', roles: ['it'] });
    const { conversationId } = await arrive();
    expect(await hub.execute(ivo, { do: 'reply', conversationId, messageId: newId(), text: 'Hi', seen: null })).toMatchObject({ kind: 'refused' });
  });
});

describe('status and assignment', () => {
  it('are shown with a line that says who did it', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const ben = await hub.addAgent({ name: 'Ben' });
    const { conversationId } = await arrive();
    expect(await hub.execute(ada, { do: 'assign', conversationId, assigneeId: ben.id })).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'event', text: 'Ada assigned this to Ben.' });
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'resolved' })).toEqual({ kind: 'done' });
  });

  it('are given back where somebody else has set something the author did not see, with the name of who did', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const ben = await hub.addAgent({ name: 'Ben' });
    const { conversationId } = await arrive();
    expect(await hub.execute(ben, { do: 'status', conversationId, status: 'pending', was: 'open' })).toEqual({ kind: 'done' });
    const lines = hub.messages().length;
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'resolved', was: 'open' })).toEqual({ kind: 'conflict', conflict: { reason: 'changed', by: 'Ben', answer: null } });
    expect(hub.messages()).toHaveLength(lines);
    // What somebody wants that stands there already contradicts nobody.
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'pending', was: 'open' })).toEqual({ kind: 'done' });
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'resolved', was: 'pending' })).toEqual({ kind: 'done' });
    // One's own doing from another laptop is known to oneself.
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'snoozed', until: hub.clock.now() + 3_600_000, was: 'open' })).toEqual({ kind: 'done' });
    await hub.execute(ben, { do: 'assign', conversationId, assigneeId: ben.id, was: null });
    expect(await hub.execute(ada, { do: 'assign', conversationId, assigneeId: ada.id, was: null })).toEqual({ kind: 'conflict', conflict: { reason: 'changed', by: 'Ben', answer: null } });
    expect(await hub.execute(ada, { do: 'assign', conversationId, assigneeId: ada.id, was: ben.id })).toEqual({ kind: 'done' });
  });

  it('to resolve after a reply that did not go out is given back', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const ben = await hub.addAgent({ name: 'Ben' });
    const { conversationId, messageId: seen } = await arrive();
    await hub.execute(ben, { do: 'reply', conversationId, messageId: newId(), text: 'Ben here.', seen });
    const messageId = newId();
    await hub.execute(ada, { do: 'reply', conversationId, messageId, text: 'Ada here.', seen });
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'resolved', was: 'open', after: messageId })).toEqual({ kind: 'conflict', conflict: { reason: 'held', by: null, answer: null } });
    await hub.execute(ada, { do: 'reply', conversationId, messageId, text: 'Ada here.', seen: hub.messages().findLast(({ kind }) => kind === 'outbound')?.id ?? null });
    expect(await hub.execute(ada, { do: 'status', conversationId, status: 'resolved', was: 'open', after: messageId })).toEqual({ kind: 'done' });
  });

  it('purge the conversation from those who may no longer see it', async () => {
    const lead = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
    const outsider = await hub.addAgent({ name: 'Out' });
    const { conversationId } = await arrive();
    const team = randomUUID();
    await hub.db.insertInto('teams').values({ id: team, name: new Uint8Array([1]), name_index: new Uint8Array([1]), created_at: 1 }).execute();
    await hub.db.updateTable('conversations').set({ team_id: team, assignee_id: outsider.id }).where('id', '=', conversationId).execute();
    hub.heard.length = 0;
    await hub.execute(lead, { do: 'assign', conversationId, assigneeId: lead.id });
    const purges = hub.heard.filter(({ event }) => event.e === 'conversation.purged');
    expect(purges).toEqual([{ audience: [outsider.id], event: { e: 'conversation.purged', conversationId } }]);
    await hub.execute(lead, { do: 'assign', conversationId, assigneeId: outsider.id });
    const gained = hub.heard.filter(({ audience, event }) => event.e === 'message' && audience.length === 1 && audience[0] === outsider.id);
    expect(gained.length).toBeGreaterThan(0);
  });
});

describe('back-fill', () => {
  it('pages through everything once, open first, whatever the size of a page', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    for (let n = 0; n < 7; n += 1) {
      const { conversationId } = await arrive(Buffer.from(`From: c${n}@mail.example\r\nSubject: n${n}\r\nMessage-ID: <${n}@b.example>\r\nDate: ${new Date(Date.UTC(2026, 0, n + 1)).toUTCString()}\r\n\r\nhello ${n}\r\n`));
      if (n % 3 === 0) await hub.execute(ada, { do: 'status', conversationId, status: 'resolved' });
    }
    const seen: string[] = [];
    type Cursor = Parameters<typeof hub.conversations.page>[2]['after'];
    let after: Cursor = null;
    do {
      const cursor: Cursor = after;
      const page: Awaited<ReturnType<typeof hub.conversations.page>> = await hub.db.transaction().execute((tx) => hub.conversations.page(tx, ada, { after: cursor, since: 0, limit: 2 }));
      for (const event of page.events) if (event.e === 'conversation') seen.push(event.conversation.subject);
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(['n5', 'n4', 'n2', 'n1', 'n6', 'n3', 'n0']);
  });

  it('gives nothing to those who may not read', async () => {
    const ivo = await hub.addAgent({ name: 'Ivo', roles: ['it'] });
    await arrive();
    expect(await hub.db.transaction().execute((tx) => hub.conversations.page(tx, ivo, { after: null, since: 0, limit: 50 }))).toEqual({ events: [], next: null });
  });
});
