import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import type { HandedTo } from '../../../../shared/domain/conversation.ts';
import { type ConversationId, MessageId, TeamId } from '../../../../shared/domain/ids.ts';
import type { Agent, Team } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let returns: Team;
let ada: Agent;
let ben: Agent;
/** Of the team of returns alone, which the conversation is not in. */
let rita: Agent;
let id: ConversationId;

async function begin(options: Parameters<typeof openOrganisation>[0] = {}): Promise<void> {
  hub = await openOrganisation(options);
  const [sales, made] = await hub.db.transaction().execute(async (tx) => [await hub.teams.add(tx, 'test', 'Sales'), await hub.teams.add(tx, 'test', 'Returns')] as const);
  returns = made;
  const mailbox = await hub.addMailbox();
  await hub.db.updateTable('channels').set({ team_id: sales.id }).execute();
  [ada, ben, rita] = [await hub.addAgent({ name: 'Ada', teamIds: [sales.id] }), await hub.addAgent({ name: 'Ben', teamIds: [sales.id] }), await hub.addAgent({ name: 'Rita', teamIds: [returns.id] })];
  const raw = Buffer.from(['From: Maria Lopez <maria@mail.example>', 'Subject: Tent', `Message-ID: <${randomUUID()}@mail.example>`, '', 'Where is my tent?', ''].join('\r\n'));
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  id = hub.messages().findLast(({ kind }) => kind === 'inbound')?.conversationId ?? expect.fail('nothing arrived');
  await hub.execute(ada, { do: 'assign', conversationId: id, assigneeId: ada.id, was: null });
}
beforeEach(() => begin());
afterEach(() => hub.close());

const now = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' && event.conversation.id === id ? [event.conversation] : [])).at(-1);
const note = (to: HandedTo, text = 'Refund agreed, send it.'): Extract<Command, { do: 'note' }> => ({ do: 'note', conversationId: id, messageId: MessageId.parse(randomUUID()), text, handedTo: to });
const assign = (to: HandedTo, after?: MessageId): Command => ({ do: 'assign', conversationId: id, ...(to.kind === 'agent' ? { assigneeId: to.id } : { assigneeId: null, teamId: to.id }), was: ada.id, ...(after === undefined ? {} : { after }) });
const heardBy = (agent: Agent, of: 'message' | 'conversation.purged') => hub.heard.filter(({ audience, event }) => event.e === of && audience.includes(agent.id));

describe('a hand-over', () => {
  it('to a colleague keeps the note, marked for them, and assigns after it', async () => {
    const to: HandedTo = { kind: 'agent', id: ben.id };
    const written = note(to);
    expect(await hub.execute(ada, written)).toEqual({ kind: 'done' });
    expect(await hub.execute(ada, assign(to, written.messageId))).toEqual({ kind: 'done' });
    expect(hub.messages().find((message) => message.id === written.messageId)).toMatchObject({ kind: 'note', text: 'Refund agreed, send it.', handedTo: to });
    expect(now()).toMatchObject({ assigneeId: ben.id });
  });

  it('to a team leaves it to nobody; who is in the team gets all of it, and who has it no more forgets it', async () => {
    const to: HandedTo = { kind: 'team', id: returns.id };
    const written = note(to);
    await hub.execute(ada, written);
    expect(heardBy(rita, 'message')).toEqual([]);
    expect(await hub.execute(ada, assign(to, written.messageId))).toEqual({ kind: 'done' });
    expect(now()).toMatchObject({ assigneeId: null, teamId: returns.id });
    const texts = heardBy(rita, 'message').flatMap(({ event }) => (event.e === 'message' ? [event.message.text] : []));
    expect(texts).toEqual(expect.arrayContaining(['Where is my tent?', 'Refund agreed, send it.', 'Ada handed this over to Returns.']));
    expect(heardBy(ada, 'conversation.purged')).toHaveLength(1);
    expect(heardBy(rita, 'conversation.purged')).toEqual([]);
  });

  it('to a team that there is not, or to a team and a colleague at once, is refused', async () => {
    expect(await hub.execute(ada, assign({ kind: 'team', id: TeamId.parse(randomUUID()) }))).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, { do: 'assign', conversationId: id, assigneeId: ben.id, teamId: returns.id, was: ada.id })).toMatchObject({ kind: 'refused' });
    expect(now()).toMatchObject({ assigneeId: ada.id });
  });

  it('whose note was refused, for what stands in it, gives the conversation to nobody', async () => {
    const to: HandedTo = { kind: 'agent', id: ben.id };
    const written = note(to, 'Her card is 4111 1111 1111 1111.');
    expect(await hub.execute(ada, written)).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, assign(to, written.messageId))).toEqual({ kind: 'conflict', conflict: { reason: 'held', by: null, answer: null } });
    expect(now()).toMatchObject({ assigneeId: ada.id });
  });

  it('needs a note where the company says so, and taking or leaving a conversation does not', async () => {
    await hub.close();
    await begin({ handOverNote: 'required' });
    const to: HandedTo = { kind: 'agent', id: ben.id };
    expect(await hub.execute(ada, assign(to))).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, assign({ kind: 'team', id: returns.id }))).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, { do: 'assign', conversationId: id, assigneeId: null, was: ada.id })).toEqual({ kind: 'done' });
    expect(await hub.execute(ada, { do: 'assign', conversationId: id, assigneeId: ada.id, was: null })).toEqual({ kind: 'done' });
    const written = note(to);
    await hub.execute(ada, written);
    expect(await hub.execute(ada, assign(to, written.messageId))).toEqual({ kind: 'done' });
  });
});
