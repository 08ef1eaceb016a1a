import { describe, expect, it } from 'vitest';
import { passphraseStrength } from '../../../renderer/screens/enrol/passphrase-strength.ts';

describe('a passphrase judged in words', () => {
  it.each(['aaaaaaaaaaaaaaaa', 'abcabcabcabcabcabc', '1234567890123456', 'password1234567890', 'Passwort Passwort!', 'qwertz qwertz 123456', 'correct horse battery staple'])(
    'calls %s easy to guess',
    (text) => expect(passphraseStrength(text)).toBe('guessable'),
  );
  it('grows with length and words', () => {
    expect(passphraseStrength('mondfahrtkuchen')).toBe('fair');
    expect(passphraseStrength('sieben lachse nordwärts')).toBe('strong');
    expect(passphraseStrength('sieben lachse wandern nordwärts heim')).toBe('excellent');
  });
});
