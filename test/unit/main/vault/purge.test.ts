import { createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const pageSize = 4096;
/** At the end of each page: 16 bytes of IV, 64 of HMAC-SHA512 (SQLCipher 4). */
const reserved = 80;

/** Every page decrypted by hand, free ones too: what somebody with the key could find in the file. */
function pages(file: string, key: Uint8Array, skip: number, each: number): Buffer {
  const raw = readFileSync(file);
  const plain: Buffer[] = [];
  for (let at = skip; at + pageSize <= raw.length; at += each) {
    const page = raw.subarray(at + each - pageSize, at + each);
    // The first page of the database begins with the salt in place of SQLite's header.
    const salt = skip === 0 && at === 0 ? 16 : 0;
    const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(pageSize - reserved, pageSize - reserved + 16)).setAutoPadding(false);
    plain.push(decipher.update(page.subarray(salt, pageSize - reserved)));
  }
  return Buffer.concat(plain);
}

function everything(): Buffer {
  const log = `${test.file}-wal`;
  return Buffer.concat([
    pages(test.file, test.key, 0, pageSize),
    // The log: a header of 32 bytes, then frames of a header of 24 bytes and a page.
    existsSync(log) && readFileSync(log).length > 32 ? pages(log, test.key, 32, pageSize + 24) : Buffer.alloc(0),
  ]);
}

describe('what is purged or replaced', () => {
  it('is nowhere in the decrypted file any more: rows, index, free pages, log', async () => {
    const vault = await test.openWithSession();
    const [gone, stays] = [conversation({ customerName: 'Qwertzina Canary', subject: 'canarysubject' }), conversation()];
    const inGone = Array.from({ length: 40 }, (_, index) => message({ conversationId: gone.id, authorName: 'Qwertzina Canary', text: `canaryword${index} ${'filler text '.repeat(100)}`, sentAt: 1_700_000_000_000 + index * 1000 }));
    const kept = Array.from({ length: 40 }, (_, index) => message({ conversationId: stays.id, text: `keptword${index}`, sentAt: 1_700_000_000_500 + index * 1000 }));
    const replaced = message({ conversationId: stays.id, text: 'canaryreplaced four two four two' });
    await test.tell(conversationEvent(gone), conversationEvent(stays), ...[...inGone, ...kept, replaced].map(messageEvent));
    await vault.query('conversation.draft', { id: gone.id, kind: 'reply', text: 'canarydraft' });
    await vault.query('conversation.reply', { id: gone.id, text: 'canaryreply' });
    await vault.query('conversation.draft', { id: gone.id, kind: 'note', text: 'canarydraft again' });
    expect(everything().toString('latin1')).toMatch(/canaryword/);

    await test.tell({ e: 'conversation.purged', conversationId: gone.id }, { e: 'message.replaced', message: { ...replaced, revision: 2, text: '[card]' } });
    for (const left of [everything(), (await test.close(), everything())]) {
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
