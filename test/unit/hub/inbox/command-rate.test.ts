import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConversations } from '../../../../hub/conversations/create-conversations.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import type { Conversations } from '../../../../hub/ports.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { ConversationId, DeviceId, IdempotencyKey, MessageId, TranscriptId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let conversations: Conversations;
let conversationId: ConversationId;
let ada: Agent;
let ben: Agent;
let ran: number;

beforeEach(async () => {
  ran = 0;
  hub = await openOrganisation();
  [ada, ben] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Ben' })];
  const mailbox = await hub.addMailbox();
  const { envelope, policy, arrivals, audit, fanOut, people } = hub;
  const clock = { now: () => Date.now(), monotonic: () => ran };
  conversations = createConversations({ envelope, policy, arrivals, audit, fanOut, people, clock, teams: (tx) => hub.teams.list(tx), mailDomainOf: () => null, queued: () => undefined, snoozed: () => undefined }, { burst: 3, perSecond: 1 });
  conversationId = await hub.db.transaction().execute(async (tx) => {
    const customerId = await createCustomer(tx, envelope, { kind: 'email', value: 'maria@mail.example' }, 'Maria', 1);
    return ConversationId.parse((await createConversation(tx, envelope, { customerId, channel: 'email', channelId: mailbox, teamId: null, subject: 'Tent', subjectIndex: null, verification: 'contact', at: 1 })).id);
  });
});
afterEach(() => hub.close());

const key = () => IdempotencyKey.parse(randomUUID());
const say = (agent: Agent, command: Command, by = key(), laptop = DeviceId.parse(randomUUID())) => hub.db.transaction().execute((tx) => conversations.execute(tx, agent, laptop, by, 1, command));
const note = (): Command => ({ do: 'note', conversationId, messageId: MessageId.parse(randomUUID()), text: 'Looked at it.' });
const report = (): Command => ({ do: 'transcript', conversationId, number: TranscriptId.parse(randomUUID()), format: 'pdf', sha256: 'ab'.repeat(32), bytes: 1, messages: 1 });
const left = async () => [await hub.db.selectFrom('command_outcomes').select('key').execute(), await hub.db.selectFrom('audit').select('position').where('action', 'like', 'conversation.%').execute()].map((rows) => rows.length);
const tooMuch = { kind: 'refused', message: expect.stringContaining('as much for you as it does in an hour') };

describe('what one person’s laptops have the hub do', () => {
  it('is so much, whichever of them asks; beyond it nothing is done, kept or noted, and the person is told', async () => {
    for (let n = 0; n < 3; n += 1) expect(await say(ada, note())).toEqual({ kind: 'done' });
    const before = await left();
    const later = note();
    const again = key();
    for (let n = 0; n < 20; n += 1) expect(await say(ada, later, again)).toMatchObject(tooMuch);
    expect(await left()).toEqual(before);
    // Whoever else works is not concerned, nor is what tells of files that were written.
    expect(await say(ben, note())).toEqual({ kind: 'done' });
    for (let n = 0; n < 3; n += 1) expect(await say(ada, report())).toEqual({ kind: 'done' });
    expect(await say(ada, report())).toMatchObject(tooMuch);
    // A while after, the same is carried out as if it had not been asked before.
    ran = 1_000;
    expect(await say(ada, later, again)).toEqual({ kind: 'done' });
    expect(await say(ada, note())).toMatchObject(tooMuch);
  });

  it('is not counted again for what a lost answer makes a laptop ask again', async () => {
    const [once, by] = [note(), key()];
    for (let n = 0; n < 20; n += 1) expect(await say(ada, once, by)).toEqual({ kind: 'done' });
    for (let n = 0; n < 2; n += 1) expect(await say(ada, note())).toEqual({ kind: 'done' });
    expect(await say(ada, note())).toMatchObject(tooMuch);
  });
});
