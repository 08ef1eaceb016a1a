import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConflictShown } from '../../../../shared/contract/ipc/inbox.ts';
import type { Conflict, DeviceMail, HubEvent } from '../../../../shared/contract/wire/index.ts';
import { AgentId, type ConversationId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const about = conversation();
const open = async () => (await test.opened.query('conversation.open', { id: about.id, before: null, limit: 50 }))!;
const row = async () => (await test.opened.query('inbox.list', { view: 'all', after: null, limit: 10 })).rows[0];
const find = async (query: string) => (await test.opened.query('search.messages', { query, limit: 10 })).hits.length;
const commandsSent = async (): Promise<Extract<DeviceMail, { m: 'command' }>[]> => (await test.mails()).filter((mail) => mail.m === 'command');
const first = (conflicts: readonly ConflictShown[]): ConflictShown => {
  if (conflicts[0] === undefined) throw new Error('There is no conflict.');
  return conflicts[0];
};
const settle = async (how: 'again' | 'edit' | 'discard', id: ConversationId = about.id) => test.opened.query('conversation.settle', { id, key: first((await open()).conflicts).key, how });
const result = (command: Extract<DeviceMail, { m: 'command' }>, outcome: Extract<HubEvent, { e: 'command.result' }>['outcome']): HubEvent => ({ e: 'command.result', key: command.key, outcome });
const givenBack = (command: Extract<DeviceMail, { m: 'command' }>, conflict: Conflict): HubEvent => result(command, { kind: 'conflict', conflict });
async function sentAlone(): Promise<Extract<DeviceMail, { m: 'command' }>> {
  const [command, ...more] = await commandsSent();
  if (command === undefined || more.length > 0) throw new Error('Not one command was sent.');
  return command;
}

const asked = message({ conversationId: about.id, text: 'Where is it?', sentAt: about.lastMessageAt });
const theirs = message({ conversationId: about.id, kind: 'outbound', authorName: 'Ben', text: 'It left today.', sentAt: about.lastMessageAt + 5000 });

/** A reply, and Ben's that the hub had before it. */
async function repliedTooLate(text = 'Peppermint tea for you.'): Promise<Extract<DeviceMail, { m: 'command' }>> {
  await test.openWithSession();
  await test.tell(conversationEvent(about), messageEvent(asked));
  await test.mails();
  await test.opened.query('conversation.reply', { id: about.id, text });
  const command = await sentAlone();
  await test.tell(messageEvent(theirs));
  await test.tell(givenBack(command, { reason: 'answered', by: 'Ben', answer: theirs.id }));
  expect(await commandsSent()).toEqual([]);
  return command;
}

describe('a reply that somebody else’s answer came before', () => {
  it('is not sent, and shows both, also after a restart', async () => {
    await repliedTooLate();
    const shown = { about: 'reply', by: 'Ben', text: 'Peppermint tea for you.', theirs: { authorName: 'Ben', text: 'It left today.', sentAt: theirs.sentAt } };
    expect((await open()).conflicts).toMatchObject([shown]);
    expect((await open()).messages.at(-1)).toMatchObject({ status: 'conflict', failure: null });
    expect(await row()).toMatchObject({ hasConflict: true });
    expect(await test.opened.state()).toMatchObject({ queued: 0, conflicts: 1 });
    await test.close();
    await test.open({ create: false });
    await test.opened.goLive();
    expect(await commandsSent()).toEqual([]);
    expect((await open()).conflicts).toMatchObject([shown]);
  });

  it('goes out anyway under a new key, as the same message of somebody who has seen the other answer', async () => {
    const before = await repliedTooLate();
    await settle('again');
    const command = await sentAlone();
    expect(command.key).not.toBe(before.key);
    expect(command.command).toEqual({ ...before.command, seen: theirs.id });
    expect((await open()).messages.at(-1)).toMatchObject({ status: 'queued', text: 'Peppermint tea for you.' });
    expect((await open()).conflicts).toEqual([]);
    expect(await row()).toMatchObject({ hasConflict: false });
    // The outcome of the first key, come again, has nothing to say any more.
    await test.tell(givenBack(before, { reason: 'answered', by: 'Ben', answer: theirs.id }));
    expect((await open()).conflicts).toEqual([]);
    await test.tell(result(command, { kind: 'done' }));
    expect((await open()).messages.at(-1)).toMatchObject({ status: 'accepted', text: 'Peppermint tea for you.' });
    expect(await test.opened.state()).toMatchObject({ queued: 0, conflicts: 0, messages: 3 });
    expect(await find('peppermint')).toBe(1);
  });

  it('goes back to the draft, above what is written there, and is found by no search any more', async () => {
    await repliedTooLate();
    await test.opened.query('conversation.draft', { id: about.id, kind: 'reply', text: 'And by the way' });
    expect(await find('peppermint')).toBe(1);
    expect(await settle('edit')).toEqual({ draft: 'Peppermint tea for you.\n\nAnd by the way' });
    const { drafts, messages, conflicts } = await open();
    expect(drafts.reply).toBe('Peppermint tea for you.\n\nAnd by the way');
    expect([messages.map(({ text }) => text), conflicts]).toEqual([['Where is it?', 'It left today.'], []]);
    expect(await find('peppermint')).toBe(0);
    expect(await row()).toMatchObject({ preview: 'It left today.', lastMessageAt: theirs.sentAt, hasDraft: true });
    expect(await test.opened.state()).toMatchObject({ messages: 2 });
    expect(await commandsSent()).toEqual([]);
  });

  it('stays where it is when it and the draft are too long for one text', async () => {
    await repliedTooLate('a'.repeat(50_000));
    const draft = 'b'.repeat(190_000);
    await test.opened.query('conversation.draft', { id: about.id, kind: 'reply', text: draft });
    await expect(settle('edit')).rejects.toMatchObject({ kind: 'invalid' });
    expect(await open()).toMatchObject({ drafts: { reply: draft }, conflicts: [{ about: 'reply' }] });
  });

  it('is gone when discarded, and saying so twice is no error', async () => {
    const command = await repliedTooLate();
    const again = { id: about.id, key: first((await open()).conflicts).key, how: 'discard' } as const;
    expect(await settle('discard')).toEqual({ draft: null });
    expect(await test.opened.query('conversation.settle', again)).toEqual({ draft: null });
    await test.opened.query('conversation.settle', { ...again, how: 'again' });
    expect(await open()).toMatchObject({ drafts: { reply: '' }, conflicts: [] });
    expect(await commandsSent()).toEqual([]);
    expect(command.command.do).toBe('reply');
  });

  it('goes with its conversation when that is the agent’s to see no more', async () => {
    await repliedTooLate();
    await test.tell({ e: 'conversation.purged', conversationId: about.id });
    expect(await test.opened.state()).toMatchObject({ conflicts: 0, messages: 0 });
  });
});

describe('a status or an assignee that somebody else changed', () => {
  it('says who, what it is now, and is asked for again with that seen', async () => {
    await test.openWithSession();
    await test.tell(conversationEvent(about));
    await test.mails();
    await test.opened.query('conversation.status', { id: about.id, status: 'resolved' });
    const command = await sentAlone();
    expect(command.command).toMatchObject({ status: 'resolved', was: 'open' });
    await test.tell(conversationEvent({ ...about, status: 'pending', revision: 2 }));
    await test.tell(givenBack(command, { reason: 'changed', by: 'Ben', answer: null }));
    expect(await open()).toMatchObject({ conversation: { status: 'pending', hasConflict: true }, conflicts: [{ about: 'status', by: 'Ben', wanted: 'resolved', now: 'pending', held: false }] });
    await settle('again');
    expect((await sentAlone()).command).toMatchObject({ status: 'resolved', was: 'pending' });
    expect(await open()).toMatchObject({ conversation: { status: 'resolved', hasConflict: false }, conflicts: [] });
  });

  it('names the colleagues, and the newest wish replaces the one before', async () => {
    const [ada, ben] = [AgentId.parse(randomUUID()), AgentId.parse(randomUUID())];
    await test.openWithSession();
    await test.tell({ e: 'agents', agents: [{ id: ada, name: 'Ada' }, { id: ben, name: 'Ben' }] }, conversationEvent(about));
    await test.mails();
    await test.opened.query('conversation.assign', { id: about.id, assigneeId: ada });
    await test.opened.query('conversation.assign', { id: about.id, assigneeId: null });
    const commands = await commandsSent();
    expect(commands.map(({ command }) => command)).toMatchObject([{ assigneeId: ada, was: null }, { assigneeId: null, was: ada }]);
    await test.tell(conversationEvent({ ...about, assigneeId: ben, revision: 2 }), ...commands.map((command) => givenBack(command, { reason: 'changed', by: null, answer: null })));
    expect((await open()).conflicts).toMatchObject([{ about: 'assign', by: null, wanted: null, now: 'Ben' }]);
    // Whoever asks for something else by the usual way has decided, too.
    await test.opened.query('conversation.assign', { id: about.id, assigneeId: ada });
    expect(await open()).toMatchObject({ conversation: { assigneeName: 'Ada' }, conflicts: [] });
    expect((await sentAlone()).command).toMatchObject({ assigneeId: ada, was: ben });
  });

  it('that was to follow the agent’s own reply names it, and comes back held', async () => {
    await test.openWithSession();
    await test.tell(conversationEvent(about));
    await test.mails();
    const { messageId } = await test.opened.query('conversation.reply', { id: about.id, text: 'Done.' });
    await test.opened.query('conversation.status', { id: about.id, status: 'resolved' });
    const [replied, resolved] = await commandsSent();
    expect(resolved!.command).toMatchObject({ after: messageId });
    await test.tell(messageEvent(theirs), givenBack(replied!, { reason: 'answered', by: 'Ben', answer: theirs.id }), givenBack(resolved!, { reason: 'held', by: null, answer: null }));
    expect((await open()).conflicts).toMatchObject([{ about: 'reply' }, { about: 'status', held: true, wanted: 'resolved', now: 'open' }]);
  });
});
