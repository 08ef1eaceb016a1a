import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgedLength, passphraseStrength } from '../../../../shared/passphrase/strength.ts';
import { suggestionWords, warningWords } from '../../../../shared/passphrase/words.ts';
import { runs } from '../../../doubles/how-often.ts';

const own = ['Lindgren Outdoor', 'Nora Bergström', 'nora.bergstrom@lindgren.example'];

describe('what is tried first is refused, however long it is', () => {
  test.each([
    'passwordpassword', 'Passwort1234567', 'aaaaaaaaaaaaaaaaaaaa', '123456789012345', 'qwertzuiopasdfghjkl', 'iloveyouiloveyou', 'P@ssw0rdP@ssw0rd', 'summersummersummer',
    'correct horse battery staple', 'CorrectHorseBatteryStaple', 'the quick brown fox jumps over the lazy dog',
  ])('%s', (passphrase) => {
    expect(passphraseStrength(passphrase, own).verdict).toBe('guessable');
  });
});

test.each(['sealdesk sealdesk', 'Sealdesk Lindgren 2026', 'Lindgren Outdoor Nora', 'nora.bergstrom@lindgren.example', 'NoraBergströmLindgren'])('own words alone are refused: %s', (passphrase) => {
  expect(passphraseStrength(passphrase, own)).toMatchObject({ verdict: 'guessable' });
});

test('own words are held against whose they are, and against nobody else', () => {
  const passphrase = 'Bergström Lindgren Nora';
  expect(passphraseStrength(passphrase, own).verdict).toBe('guessable');
  expect(passphraseStrength(passphrase, ['Fjord Shop', 'Ada Olsen']).verdict).not.toBe('guessable');
});

test.each(['quiet heron crosses the morning river', 'kornblume tisch lampe regen', 'x7#kQ9!mZ2pL5vR', 'zebra kettle orbit pinto'])('words that have nothing to do with one another are taken, without rules about characters: %s', (passphrase) => {
  const { verdict, warning, suggestions } = passphraseStrength(passphrase, own);
  expect(['strong', 'excellent']).toContain(verdict);
  expect({ warning, suggestions }).toEqual({ warning: '', suggestions: [] });
});

test('says what is wrong and what to do, in words of ours', () => {
  const { warning, suggestions } = passphraseStrength('passwordpassword', own);
  expect(Object.values(warningWords)).toContain(warning);
  expect(suggestions.length).toBeGreaterThan(0);
  for (const suggestion of suggestions) expect(Object.values(suggestionWords)).toContain(suggestion);
});

test('any text gets a verdict, and a long one that of its beginning', { timeout: 60_000 + runs(60).numRuns * 1_000 }, () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 1024 }), fc.string({ maxLength: 1024 }), fc.array(fc.constantFrom('p', '@', '$', '0', 'a', 'ß', '😀', ' '), { maxLength: 1024 }).map((all) => all.join(''))), fc.array(fc.string(), { maxLength: 4 }), (passphrase, words) => {
      const judged = passphraseStrength(passphrase, words);
      expect(['guessable', 'fair', 'strong', 'excellent']).toContain(judged.verdict);
      expect(passphraseStrength(passphrase.normalize('NFKC').slice(0, judgedLength), words)).toEqual(judged);
    }),
    runs(60),
  );
});
