import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TranscriptId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let scene: VaultUnderTest;
beforeEach(() => {
  scene = new VaultUnderTest();
});
afterEach(() => scene.remove());

const about = conversation();
const report = { conversationId: about.id, number: TranscriptId.parse(randomUUID()), format: 'pdf', sha256: 'a'.repeat(64), bytes: 10, messages: 1 } as const;
const reported = async () => (await scene.mails()).filter((mail) => mail.m === 'command').filter(({ command }) => command.do === 'transcript');

test('goes to the hub at once, and again under the same key until the hub has answered', async () => {
  const vault = await scene.openWithSession();
  await scene.tell(conversationEvent(about), messageEvent(message({ conversationId: about.id })));
  await vault.reportTranscript(report);
  const [first] = await reported();
  expect(first?.command).toEqual({ do: 'transcript', ...report });
  vault.goQuiet();
  await vault.goLive();
  await scene.tell();
  const [again] = await reported();
  expect(again?.key).toBe(first?.key);
  await scene.tell({ e: 'command.result', key: first!.key, outcome: { kind: 'done' } });
  vault.goQuiet();
  await vault.goLive();
  await scene.tell();
  expect(await reported()).toEqual([]);
});

test('is no work that waits to be sent: the state line does not count it', async () => {
  const vault = await scene.openWithSession();
  await scene.tell(conversationEvent(about));
  await vault.reportTranscript(report);
  expect(await vault.state()).toMatchObject({ queued: 0 });
});

test('stays when its conversation is purged before the hub has heard it, and survives a restart', async () => {
  const vault = await scene.openWithSession();
  await scene.tell(conversationEvent(about), messageEvent(message({ conversationId: about.id })));
  vault.goQuiet();
  await vault.reportTranscript(report);
  await vault.goLive();
  await scene.tell({ e: 'conversation.purged', conversationId: about.id });
  expect(await vault.query('conversation.open', { id: about.id, before: null, limit: 10 })).toBeNull();
  await scene.mails();
  await scene.close();
  const reopened = await scene.open();
  await reopened.goLive();
  await scene.tell();
  expect(await reported()).toHaveLength(1);
});

test('keeps no conversation here that the hub does not name any more', async () => {
  const vault = await scene.openWithSession();
  await scene.tell(conversationEvent(about));
  vault.goQuiet();
  await vault.reportTranscript(report);
  await vault.goLive();
  await scene.hub.start(await vault.newSession());
  await vault.receive(await scene.hub.mail([{ e: 'backfill.page', next: null }]));
  expect(await vault.query('conversation.open', { id: about.id, before: null, limit: 10 })).toBeNull();
});

test('of a conversation that the hub answers with anything but yes leaves neither conflict nor line', async () => {
  const vault = await scene.openWithSession();
  await scene.tell(conversationEvent(about), messageEvent(message({ conversationId: about.id })));
  for (const outcome of [{ kind: 'refused', message: 'no' }, { kind: 'conflict', conflict: { reason: 'changed', by: null, answer: null } }] as const) {
    await vault.reportTranscript(report);
    const [sent] = await reported();
    await scene.tell({ e: 'command.result', key: sent!.key, outcome });
  }
  expect(await vault.query('conversation.open', { id: about.id, before: null, limit: 10 })).toMatchObject({ conversation: { hasConflict: false }, conflicts: [], messages: [{}] });
});
