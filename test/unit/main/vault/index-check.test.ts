import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { IndexCheck } from '../../../../main/vault/check/index-check.ts';
import { openReadable, openWritable } from '../../../../main/vault/open-database.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
});
afterEach(() => test.remove());

const told = async (...texts: string[]) => {
  const about = conversation();
  await test.tell(conversationEvent(about), ...texts.map((text, n) => messageEvent(message({ conversationId: about.id, text, sentAt: 1_700_000_000_000 + n }))));
};
function steps(): number {
  const database = openReadable(test.file, test.key);
  try {
    const check = new IndexCheck(database);
    let count = 1;
    while (check.step()) count += 1;
    return count;
  } finally {
    database.close();
  }
}

it('finds every message of a whole vault in its search index, in steps', async () => {
  await told(...Array.from({ length: 250 }, (_, n) => `tent ${n}`));
  expect(steps()).toBe(3);
});

it('meets an index that has lost a message', async () => {
  await told('one', 'two', 'three');
  await test.close();
  const database = openWritable(test.file, test.key, false);
  const { position } = database.row<{ position: number }>("SELECT position FROM messages WHERE text = 'two'")!;
  database.run("INSERT INTO search (search, rowid, author, customer, subject, text) VALUES ('delete', ?, '', '', '', 'two')", [position]);
  database.close();
  expect(steps).toThrow(expect.objectContaining({ kind: 'vault-damaged' }));
});

it('takes no text of any kind for lost', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 450, size: 'max' }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 450 }), fc.string({ unit: fc.constantFrom('a', 'z', '0', '"', '*', '^', ':', '(', '{', '-', ' ', '\n', '\t', '\0', '\u0301', '\u4e2d', '\u3042', '\u00a0', '\ufb01'), minLength: 1, maxLength: 450, size: 'max' }));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
      await told(...texts);
      expect(steps).not.toThrow();
    }),
    runs(30),
  );
});

it('is part of the daily check, which ends the vault where something is lost', async () => {
  await told('one', 'two');
  await test.close();
  const database = openWritable(test.file, test.key, false);
  const { position } = database.row<{ position: number }>("SELECT position FROM messages WHERE text = 'two'")!;
  database.run("INSERT INTO search (search, rowid, author, customer, subject, text) VALUES ('delete', ?, '', '', '', 'two')", [position]);
  database.close();
  // Half a minute after the unlock, and a step after the other: nobody waits for it here.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await test.open({ create: false });
  await vi.advanceTimersByTimeAsync(31_000);
  await expect.poll(async () => {
    await vi.advanceTimersByTimeAsync(100);
    return test.problems;
  }).toEqual(['vault-damaged']);
});
