import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandedTo } from '../../../../shared/domain/conversation.ts';
import { AgentId, MessageId, TeamId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const ben = { id: AgentId.parse(randomUUID()), name: 'Ben' };
const returns = { id: TeamId.parse(randomUUID()), name: 'Returns', mine: false };
const about = { ...conversation(), assigneeId: agent.id as AgentId };
const opened = () => test.opened.query('conversation.open', { id: about.id, before: null, limit: 5 });

async function told() {
  const vault = await test.openWithSession();
  await test.tell({ e: 'agents', agents: [{ id: agent.id as AgentId, name: agent.name }, ben] }, { e: 'teams', teams: [returns] }, conversationEvent(about));
  await test.mails();
  return vault;
}
const commands = async () => (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail] : []));

describe('a hand-over', () => {
  it('is one step: note and assignee are seen at once, and the hub gets the note before the assignment that names it', async () => {
    const vault = await told();
    const to: HandedTo = { kind: 'agent', id: ben.id };
    await vault.query('conversation.hand-over', { id: about.id, to, note: 'Refund agreed.' });
    const shown = await opened();
    expect(shown?.conversation).toMatchObject({ assigneeId: ben.id, assigneeName: 'Ben' });
    expect(shown?.messages.at(-1)).toMatchObject({ kind: 'note', text: 'Refund agreed.', handedTo: to, status: 'queued' });
    const [note, assign] = (await commands()).map(({ command }) => command);
    expect(note).toMatchObject({ do: 'note', text: 'Refund agreed.', handedTo: to, messageId: shown?.messages.at(-1)?.id });
    expect(assign).toEqual({ do: 'assign', conversationId: about.id, assigneeId: ben.id, was: agent.id, after: shown?.messages.at(-1)?.id });
  });

  it('goes to a team of which the hub has told, without a note too, and waits for the hub', async () => {
    const vault = await told();
    expect(await vault.query('inbox.teams', null)).toEqual([returns]);
    vault.goQuiet();
    await vault.query('conversation.hand-over', { id: about.id, to: { kind: 'team', id: returns.id }, note: '' });
    expect((await opened())?.conversation.assigneeId).toBeNull();
    expect(await commands()).toEqual([]);
    await test.close();
    await test.open({ create: false });
    await test.opened.goLive();
    expect((await commands()).map(({ command }) => command)).toEqual([{ do: 'assign', conversationId: about.id, assigneeId: null, teamId: returns.id, was: agent.id }]);
  });

  it('was the draft of a note until then, and leaves what another laptop has written on and nobody here has seen', async () => {
    const vault = await told();
    const draft = async () => (await opened())?.drafts.note;
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: 'Refund agreed.' });
    expect(await draft()).toBe('Refund agreed.');
    await vault.query('conversation.hand-over', { id: about.id, to: { kind: 'team', id: returns.id }, note: '' });
    expect(await draft()).toBe('Refund agreed.');
    await test.tell({ e: 'draft', conversationId: about.id, kind: 'note', version: 1, text: 'Refund agreed.\n\nCall her first.', files: 0, sent: false });
    await vault.query('conversation.hand-over', { id: about.id, to: { kind: 'agent', id: ben.id }, note: 'Refund agreed.', draftStamp: 0 });
    expect(await draft()).toBe('Call her first.');
    await vault.query('conversation.hand-over', { id: about.id, to: { kind: 'agent', id: ben.id }, note: 'Call her first.' });
    expect(await draft()).toBe('');
  });

  it('comes back where its note was not kept, and can be asked for again without it', async () => {
    const vault = await told();
    await vault.query('conversation.hand-over', { id: about.id, to: { kind: 'team', id: returns.id }, note: 'Refund agreed.' });
    const [note, assign] = await commands();
    await test.tell(
      { e: 'command.result', key: note!.key, outcome: { kind: 'refused', message: 'No.' } },
      { e: 'command.result', key: assign!.key, outcome: { kind: 'conflict', conflict: { reason: 'held', by: null, answer: null } } },
    );
    expect((await opened())?.conflicts).toMatchObject([{ about: 'assign', held: true, wanted: 'Returns', now: agent.name }]);
    await vault.query('conversation.settle', { id: about.id, key: assign!.key, how: 'again' });
    expect((await commands()).map(({ command }) => command)).toEqual([{ do: 'assign', conversationId: about.id, assigneeId: null, teamId: returns.id, was: agent.id }]);
  });
});

describe('a reply beside a colleague’s', () => {
  it('tells the hub that their answer was seen, where the agent was asked and sends it all the same; not for a message that is not there', async () => {
    const vault = await told();
    const theirs = { ...message({ conversationId: about.id, kind: 'outbound', sentAt: about.lastMessageAt + 60_000 }), agentId: ben.id };
    await test.tell(messageEvent(theirs));
    await vault.query('conversation.read', { id: about.id, upTo: about.lastMessageAt });
    const seen = async (beside?: MessageId) => {
      await vault.query('conversation.reply', { id: about.id, text: 'Hello', copies: [], ...(beside === undefined ? {} : { beside }) });
      const [sent] = await commands();
      return sent?.command.do === 'reply' ? sent.command.seen : expect.fail('no reply');
    };
    expect(await seen()).not.toBe(theirs.id);
    expect(await seen(theirs.id)).toBe(theirs.id);
    expect(await seen(MessageId.parse(randomUUID()))).not.toBe(theirs.id);
  });
});
