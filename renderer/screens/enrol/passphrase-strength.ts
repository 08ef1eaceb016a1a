export type PassphraseStrength = 'guessable' | 'fair' | 'strong' | 'excellent';

/** What people type when they must type much: lists are tried first by anyone who guesses. */
const common = [
  'password', 'passwort', 'passphrase', 'sealdesk', 'qwerty', 'qwertz', 'asdf', 'letmein', 'welcome', 'willkommen', 'hallo', 'hello', 'iloveyou',
  'geheim', 'secret', 'admin', 'login', 'monkey', 'dragon', 'sunshine', 'football', 'correct horse battery staple', 'summer', 'sommer', 'winter',
];

/** True for "aaaa", "abcabcabc", "1234…", "98765…": one short thing said many times, or a run along the alphabet. */
function repeatsItself(text: string): boolean {
  for (let length = 1; length <= Math.min(4, text.length / 3); length += 1) {
    const piece = text.slice(0, length);
    if (piece.repeat(Math.ceil(text.length / length)).slice(0, text.length) === text) return true;
  }
  let inARow = 1;
  let longest = 1;
  for (let index = 1; index < text.length; index += 1) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    inARow = Math.abs(step) <= 1 ? inARow + 1 : 1;
    longest = Math.max(longest, inARow);
  }
  return longest >= text.length * 0.7;
}

/**
 * A first judgement in words, by length and by what is most common (NIST SP 800-63B-4 section 3.1.1.2:
 * length and a block list, no rules about kinds of characters). `text` is at least as long as the policy asks.
 */
export function passphraseStrength(text: string): PassphraseStrength {
  const plain = text.toLowerCase().trim();
  const left = common.reduce((rest, word) => rest.replaceAll(word, ''), plain).replace(/[\s\d\p{P}\p{S}]+/gu, '');
  if (repeatsItself(plain) || (left.length < 8 && left.length < plain.replace(/\s/g, '').length / 2)) return 'guessable';
  const words = new Set(plain.split(/[\s\-_.]+/).filter((word) => word.length > 2)).size;
  const reach = plain.length + 3 * Math.max(0, words - 1);
  if (reach < 22) return 'fair';
  return reach < 34 ? 'strong' : 'excellent';
}
