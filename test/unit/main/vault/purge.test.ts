import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { decryptedPages } from './decrypted-pages.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

describe('what is purged or replaced', () => {
  it('is nowhere in the decrypted file any more: rows, index, free pages, log', async () => {
    const vault = await test.openWithSession();
    const [gone, stays] = [conversation({ customerName: 'Qwertzina Canary', subject: 'canarysubject' }), conversation()];
    const inGone = Array.from({ length: 40 }, (_, index) => message({ conversationId: gone.id, authorName: 'Qwertzina Canary', text: `canaryword${index} ${'filler text '.repeat(100)}`, sentAt: 1_700_000_000_000 + index * 1000 }));
    const kept = Array.from({ length: 40 }, (_, index) => message({ conversationId: stays.id, text: `keptword${index}`, sentAt: 1_700_000_000_500 + index * 1000 }));
    const replaced = message({ conversationId: stays.id, text: 'canaryreplaced four two four two' });
    await test.tell(conversationEvent(gone), conversationEvent(stays), ...[...inGone, ...kept, replaced].map(messageEvent));
    await vault.query('conversation.reply', { id: gone.id, text: 'canaryreply' });
    // One that came back as a conflict, too.
    const command = (await test.mails()).find((mail) => mail.m === 'command');
    await test.tell({ e: 'command.result', key: command!.key, outcome: { kind: 'conflict', conflict: { reason: 'answered', by: 'Qwertzina', answer: null } } });
    await vault.query('conversation.draft', { id: gone.id, kind: 'reply', text: 'canarydraft' });
    await vault.query('conversation.reply', { id: gone.id, text: 'canaryreply again' });
    await vault.query('conversation.draft', { id: gone.id, kind: 'note', text: 'canarydraft again' });
    expect(decryptedPages(test).toString('latin1')).toMatch(/canaryword/);

    await test.tell({ e: 'conversation.purged', conversationId: gone.id }, { e: 'message.replaced', message: { ...replaced, revision: 2, text: '[card]' } });
    for (const left of [decryptedPages(test), (await test.close(), decryptedPages(test))]) {
      const text = left.toString('latin1').toLowerCase();
      expect(text).toContain('keptword7');
      for (const canary of ['canary', 'qwertzina']) expect(text.includes(canary), `${canary} is still in the file`).toBe(false);
    }
  });

  it('was never in the file unencrypted', async () => {
    const vault = await test.openWithSession();
    const about = conversation({ customerName: 'Qwertzina Canary' });
    await test.tell(conversationEvent(about), messageEvent(message({ conversationId: about.id, text: 'canaryword' })));
    await vault.query('search.messages', { query: 'canaryw', limit: 5 });
    for (const suffix of ['', '-wal', '-shm']) expect(readFileSync(`${test.file}${suffix}`).toString('latin1').toLowerCase()).not.toContain('canary');
  });
});
