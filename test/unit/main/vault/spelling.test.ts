import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spellingCalls } from '../../../../main/spelling-calls.ts';
import { spellerInThread } from '../../../../main/vault/speller-in-thread.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import { mostMisspelled } from '../../../../shared/domain/spelling.ts';
import { conversation, conversationEvent } from '../../../doubles/hub-news.ts';
import { spelling } from '../../../doubles/vault-entries.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
const speller = spellerInThread(spelling, () => Date.now());
const calls = spellingCalls({ speller, vault: () => test.vault });
const misspelled = async (text: string, language: 'en' | 'de' = 'en') => (await calls['spelling.check']({ language, text })).map(({ start, end }) => text.slice(start, end));

beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
});
afterEach(async () => {
  await test.remove();
  await speller.close();
});

describe('spelling', () => {
  it('reads a draft in the language that is asked for, and suggests what was meant', async () => {
    expect(await misspelled('Dear Anna, your parcle comes today.')).toEqual(['parcle']);
    expect(await misspelled('Ihr Rücksendeetikett ist untrewegs.', 'de')).toEqual(['untrewegs']);
    expect(await calls['spelling.suggest']({ language: 'en', word: 'parcle' })).toContain('parcel');
  });

  it('knows what the agent has taught, also where it begins a sentence, until it is taken back', async () => {
    const { opened } = test;
    await opened.query('spelling.teach', { word: 'frobnicate' });
    await opened.query('spelling.teach', { word: 'frobnicate' });
    expect(await misspelled('Frobnicate, and frobnicate again, parcle.')).toEqual(['parcle']);
    expect(await opened.query('spelling.words', null)).toEqual(['frobnicate']);
    await opened.query('spelling.forget', { word: 'frobnicate' });
    expect(await misspelled('We frobnicate.')).toEqual(['frobnicate']);
  });

  it('keeps words and choices in the vault alone, encrypted, and over a restart', async () => {
    const about = conversation();
    await test.tell(conversationEvent(about));
    await test.opened.query('spelling.teach', { word: 'Hexenmeisterlich' });
    await test.opened.query('spelling.choose', { id: about.id, language: 'fr' });
    await test.close();
    for (const file of [test.file, `${test.file}-wal`]) {
      let content = Buffer.alloc(0);
      try {
        content = readFileSync(file);
      } catch {
        continue;
      }
      expect(content.includes('Hexenmeisterlich')).toBe(false);
    }
    const vault = await test.open({ create: false });
    expect(await vault.query('spelling.words', null)).toEqual(['Hexenmeisterlich']);
    expect(await vault.query('spelling.chosen', { id: about.id })).toEqual({ language: 'fr' });
  });

  it('forgets a conversation’s language with the conversation, and keeps none for one that is not here', async () => {
    const about = conversation();
    await test.tell(conversationEvent(about));
    await test.opened.query('spelling.choose', { id: about.id, language: 'es' });
    await test.tell({ e: 'conversation.purged', conversationId: about.id });
    expect(await test.opened.query('spelling.chosen', { id: about.id })).toEqual({ language: null });
    const elsewhere = ConversationId.parse(randomUUID());
    await test.opened.query('spelling.choose', { id: elsewhere, language: 'es' });
    expect(await test.opened.query('spelling.chosen', { id: elsewhere })).toEqual({ language: null });
  });

  it('refuses what is no word, and a locked vault reads nothing', async () => {
    await expect(test.opened.query('spelling.teach', { word: 'two words' })).rejects.toMatchObject({ kind: 'invalid' });
    await test.close();
    await expect(misspelled('parcle')).rejects.toThrow('locked');
    await expect(calls['spelling.suggest']({ language: 'en', word: 'parcle' })).rejects.toThrow('locked');
  });

  it('shows no more than it may of a text full of slips', async () => {
    expect(await misspelled('parcle '.repeat(mostMisspelled + 100))).toHaveLength(mostMisspelled);
  });
});
