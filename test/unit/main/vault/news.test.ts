import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

const me = AgentId.parse(agent.id);
const ben = AgentId.parse(randomUUID());

let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
});
afterEach(() => test.remove());

const at = 1_700_000_000_000;
const from = (about: ReturnType<typeof conversation>, over: object = {}) => messageEvent(message({ conversationId: about.id, kind: 'inbound', sentAt: about.lastMessageAt, ...over }));

describe('what is news', () => {
  it('is where a customer wrote last, and not what the company wrote, what was answered by then, nor what did not become open', async () => {
    const [wrote, answered, resolved, ours] = [conversation({ lastMessageAt: at }), conversation({ lastMessageAt: at + 1 }), conversation({ lastMessageAt: at, status: 'resolved' }), conversation({ lastMessageAt: at })];
    await test.tell(conversationEvent(wrote), from(wrote));
    await test.tell(conversationEvent(answered), from(answered, { sentAt: at }));
    await test.tell(conversationEvent(resolved), from(resolved));
    await test.tell(conversationEvent(ours), from(ours, { kind: 'outbound' }));
    expect(test.arrived).toEqual([wrote.id]);
  });

  it('is what was given to the agent, once, and not what the agent took', async () => {
    const [given, taken, others] = [conversation({ assigneeId: null }), conversation({ assigneeId: null }), conversation({ assigneeId: ben })];
    await test.tell(conversationEvent(given), conversationEvent(taken), conversationEvent(others));
    expect(test.assigned).toEqual([]);
    await test.opened.query('conversation.assign', { id: taken.id, assigneeId: me });
    for (const about of [given, taken]) await test.tell(conversationEvent({ ...about, assigneeId: me, revision: 2 }));
    await test.tell(conversationEvent({ ...given, assigneeId: me, revision: 3 }));
    expect(test.assigned).toEqual([given.id]);
  });

  it('is nothing of what is filled in from before', async () => {
    const about = conversation({ assigneeId: me, lastMessageAt: at });
    await test.tell(conversationEvent(about), from(about), { e: 'backfill.page', next: null });
    expect([test.arrived, test.assigned]).toEqual([[], []]);
  });
});

describe('what a notification is made of', () => {
  it('is whose a conversation is by now, whether it is unread, its channel; the first name only where it is asked for; nothing of what was written', async () => {
    const [mine, nobodys, bens] = [conversation({ assigneeId: me, customerName: 'Anna Müller', channel: 'email' }), conversation({ assigneeId: null, customerName: '+49 30 901820' }), conversation({ assigneeId: ben })];
    await test.tell(conversationEvent(mine), conversationEvent(nobodys), conversationEvent(bens), from(mine, { text: 'the marmot boots' }));
    const ids = [bens.id, mine.id, conversation().id, nobodys.id];
    const look = (names: boolean) => test.opened.news.look({ ids, names });
    expect(await look(true)).toEqual([
      { id: bens.id, whose: 'other', unread: false, channel: bens.channel, firstName: bens.customerName.split(' ')[0] },
      { id: mine.id, whose: 'mine', unread: true, channel: 'email', firstName: 'Anna' },
      { id: nobodys.id, whose: 'nobody', unread: false, channel: nobodys.channel, firstName: null },
    ]);
    expect((await look(false)).map(({ firstName }) => firstName)).toEqual([null, null, null]);
    expect(JSON.stringify(await look(true))).not.toMatch(/marmot|Müller/);
    await test.opened.query('conversation.read', { id: mine.id, upTo: mine.lastMessageAt });
    expect((await look(false))[1]).toMatchObject({ unread: false });
  });

  it('is the agent’s own where the agent follows it, whoever has it, until that ends', async () => {
    const bens = conversation({ assigneeId: ben });
    await test.tell(conversationEvent(bens));
    const whose = async () => (await test.opened.news.look({ ids: [bens.id], names: false })).map((one) => one.whose);
    await test.opened.query('conversation.follow', { id: bens.id, change: 'add' });
    expect(await whose()).toEqual(['mine']);
    await test.opened.query('conversation.follow', { id: bens.id, change: 'remove' });
    expect(await whose()).toEqual(['other']);
  });

  it('is due when it is the agent’s, open, and its time is in the span, the first first', async () => {
    const due = (over: object) => conversation({ assigneeId: me, status: 'open', dueAt: at + 500, ...over });
    const [late, soon, over, far, bens, done] = [due({ dueAt: at + 900 }), due({}), due({ dueAt: at }), due({ dueAt: at + 1_001 }), due({ assigneeId: ben }), due({ status: 'pending' })];
    await test.tell(...[late, soon, over, far, bens, done].map((one) => conversationEvent(one)));
    expect(await test.opened.news.due({ after: at, until: at + 1_000 })).toEqual([soon.id, late.id]);
  });
});
