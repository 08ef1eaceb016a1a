import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDraft } from '../../../../main/draft-check.ts';
import { ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { CannedReply, mostCannedReplies } from '../../../../shared/domain/canned-reply.ts';
import { AgentId } from '../../../../shared/domain/ids.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const canned = (shortcut: string, text = 'Hello {{customer.firstName|there}}'): CannedReply =>
  CannedReply.parse({ id: randomUUID(), name: shortcut, shortcut, teamId: null, texts: [{ language: 'en', text }], afterwards: { status: null, assignToMe: false } });
const help = () => test.opened.query('composer.help', null);

describe('what helps to write', () => {
  it('comes by mail, is changed and taken away by it, and is there without the hub', async () => {
    const vault = await test.openWithSession();
    const [sent, thanks] = [canned('sent'), canned('thanks')];
    await test.tell({ e: 'canned', reply: sent }, { e: 'canned', reply: thanks }, { e: 'canned.kept', ids: [sent.id, thanks.id] }, { e: 'signature', text: 'Ada' });
    await vault.query('composer.language', { language: 'de' });
    expect(await help()).toEqual({ replies: [sent, thanks], language: 'de', signature: 'Ada' });
    const changed = { ...sent, name: 'another name' };
    await test.tell({ e: 'canned', reply: changed }, { e: 'canned.kept', ids: [sent.id] });
    await test.close();
    await test.open({ create: false });
    expect(await help()).toEqual({ replies: [changed], language: 'de', signature: 'Ada' });
  });

  it('is there also where a hub tells of more replies than there can be', async () => {
    await test.openWithSession();
    await test.tell(...Array.from({ length: mostCannedReplies + 1 }, (_none, index) => ({ e: 'canned' as const, reply: canned(`reply-${index}`) })));
    const { output } = ipcCalls['composer.help'];
    expect(output.parse(await help()).replies).toHaveLength(mostCannedReplies);
  });

  it('marks a gap that nobody has filled, and does not let the reply out with it', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    const check = (kind: 'reply' | 'note') => checkDraft({ policy: () => defaultPolicy, vault: () => vault }, { id: about.id, kind, text: 'Dear {{customer.name}},' });
    expect(await check('reply')).toEqual([{ type: 'unfilled', start: 5, end: 22, stops: true }]);
    expect(await check('note')).toEqual([]);
  });

  it('keeps whom a note calls with the note, and tells the hub', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    await test.mails();
    const ben = AgentId.parse(randomUUID());
    const shown = async (id: string) => (await vault.query('conversation.open', { id: about.id, before: null, limit: 5 }))?.messages.find((one) => one.id === id);
    const calling = await vault.query('conversation.note', { id: about.id, text: '@Ben look', mentions: [ben, ben] });
    expect((await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail.command] : []))).toMatchObject([{ do: 'note', mentions: [ben] }]);
    expect(await shown(calling.messageId)).toMatchObject({ mentions: [ben] });
    const plain = await vault.query('conversation.note', { id: about.id, text: 'Nobody', mentions: [] });
    expect(await shown(plain.messageId)).not.toHaveProperty('mentions');
  });

  it('says that a colleague’s note calls the agent, once, and nothing of what is filled in from before', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const before = conversation();
    const called = (conversationId: typeof about.id, by: string | null, mentions: string[]) => messageEvent({ ...message({ conversationId, kind: 'note' }), agentId: by as AgentId | null, mentions: mentions as AgentId[] });
    await test.tell(conversationEvent(before), called(before.id, randomUUID(), [agent.id]), { e: 'backfill.page', next: null });
    await test.tell(conversationEvent(about), called(about.id, agent.id, [agent.id]), called(about.id, randomUUID(), [randomUUID()]));
    expect(test.calls).toEqual([]);
    const mail = await test.hub.mail([called(about.id, randomUUID(), [randomUUID(), agent.id])]);
    await vault.receive(mail);
    await vault.receive(mail);
    expect(test.calls).toEqual([about.id]);
  });
});
