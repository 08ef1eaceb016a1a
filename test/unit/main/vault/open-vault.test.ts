import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../../main/vault/database.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

describe('opening the vault', () => {
  it('makes a file that only its owner can read, and opens it again', async () => {
    await test.open();
    expect(statSync(test.file).mode & 0o777).toBe(0o600);
    expect(statSync(`${test.file}-wal`).mode & 0o777).toBe(0o600);
    await test.close();
    const vault = await test.open({ create: false });
    expect(await vault.state()).toEqual({ cachedTo: null, backfill: 'waiting', backfilledTo: null, conversations: 0, messages: 0, queued: 0, conflicts: 0, resolvedSince: null, diskFull: false, checkedAt: null });
  });

  it('refuses a wrong key as damaged and leaves the file as it was', async () => {
    await test.open();
    await test.close();
    const before = readFileSync(test.file);
    await expect(test.open({ key: randomBytes(32) })).rejects.toMatchObject({ kind: 'vault-damaged' });
    expect(readFileSync(test.file).equals(before)).toBe(true);
  });

  it('refuses a file that is not a vault', async () => {
    const text = 'This is not a database. '.repeat(1000);
    writeFileSync(test.file, text);
    await expect(test.open()).rejects.toMatchObject({ kind: 'vault-damaged' });
    expect(readFileSync(test.file, 'utf8')).toBe(text);
  });

  it('refuses and keeps a file of a newer version', async () => {
    await test.open();
    await test.close();
    const database = connect(test.file);
    database.execute(`PRAGMA key = "x'${test.key.toString('hex')}'"; PRAGMA user_version = 999`);
    database.close();
    const before = readFileSync(test.file);
    await expect(test.open()).rejects.toMatchObject({ kind: 'vault-newer' });
    expect(readFileSync(test.file).equals(before)).toBe(true);
  });

  it('says damaged when the file has gone', async () => {
    await expect(test.open({ create: false })).rejects.toMatchObject({ kind: 'vault-damaged' });
  });

  it('does not touch the key of the caller', async () => {
    const before = Buffer.from(test.key);
    await test.open();
    expect(test.key.equals(before)).toBe(true);
  });
});

describe('the whole way', () => {
  it('stores, lists, opens, searches and answers', async () => {
    const vault = await test.openWithSession();
    const about = conversation({ subject: 'Refund' });
    await test.tell(conversationEvent(about), messageEvent(message({ conversationId: about.id, text: 'I want a refund for the blue lamp, please.' })));
    expect(await test.mails()).toEqual([{ m: 'ack', seq: 2 }]);
    expect(test.changed).toContain(about.id);

    const list = await vault.query('inbox.list', { view: 'open', after: null, limit: 10 });
    expect(list).toMatchObject({ total: 1, next: null, rows: [{ id: about.id, unread: true, hasDraft: false }] });
    const opened = await vault.query('conversation.open', { id: about.id, before: null, limit: 50 });
    expect(opened?.messages.map((each) => each.text)).toEqual(['I want a refund for the blue lamp, please.']);

    const found = await vault.query('search.messages', { query: 'blue la', limit: 10 });
    expect(found.hits).toHaveLength(1);
    expect(found.hits[0]?.snippet.filter((part) => part.matched).map((part) => part.text)).toEqual(['blue', 'lamp']);

    const { messageId } = await vault.query('conversation.reply', { id: about.id, text: 'It is on its way.' });
    const [command] = await test.mails();
    expect(command).toMatchObject({ m: 'command', command: { do: 'reply', messageId, text: 'It is on its way.' } });
    expect(await vault.state()).toMatchObject({ queued: 1, messages: 2, conversations: 1 });
  });

  it('answers nothing after it was closed', async () => {
    const vault = await test.openWithSession();
    await test.close();
    await expect(vault.query('inbox.counts', null)).rejects.toMatchObject({ kind: 'vault-closed' });
  });

  it('checks what it is asked by the contract', async () => {
    const vault = await test.open();
    await expect(vault.query('inbox.list', { view: 'open', after: null, limit: 100_000 })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(vault.query('conversation.reply', { id: randomUUID(), text: 'x' })).rejects.toMatchObject({ kind: 'conversation-gone' });
  });
});
