import { enter, secretWord } from '../context/lexicon.ts';
import type { Detector, Match } from '../engine/detector.ts';

/** RFC 7468 armour around a private key, OpenSSH's and PGP's included; a PEM cut short ends with its last line. */
const opening = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;
const closing = /-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;
const longest = 20_000;
const bodyLine = /(?:\\n|\\r|[\r\n> ]){0,8}(?:[A-Za-z0-9+/=]{16,80}|[A-Za-z-]{4,16}: [^\r\n]{1,80}|[A-Za-z0-9+/]{1,80}={0,2})(?=\\n|\\r|\s|$|")/y;
const putty = /PuTTY-User-Key-File-\d: /y;
enter('putty', secretWord);

export const privateKeys: Detector = {
  name: 'private keys (PEM, OpenSSH, PGP, PuTTY)',
  looksAt: ['dashes', 'secretWords'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const [index, start] of scan.dashes.entries()) {
      if (start < done) continue;
      opening.lastIndex = start;
      if (!opening.test(text)) continue;
      const body = opening.lastIndex;
      const end = closingEnd(text, scan.dashes, index + 1, start + longest) ?? bodyEnd(text, body);
      matches.push({ type: 'private-key', confidence: 0.995, parts: [{ start, end }] });
      done = end;
    }
    for (const { start } of scan.secretWords) {
      putty.lastIndex = start;
      if (start < done || text.charCodeAt(start) !== 0x50 || !putty.test(text)) continue;
      const mac = /Private-(?:MAC|Hash): [0-9a-f]{20,64}/.exec(text.slice(start, start + longest));
      const end = mac === null ? bodyEnd(text, putty.lastIndex) : start + mac.index + mac[0].length;
      matches.push({ type: 'private-key', confidence: 0.99, parts: [{ start, end }] });
      done = end;
    }
    return matches;
  },
};

/** Most runs of dashes between an opening and its end: that of the opening itself, and of what PGP and quoted mail put between. */
const mostDashes = 6;

/** The end of the key that was opened, where it comes before another is opened. */
function closingEnd(text: string, dashes: readonly number[], from: number, limit: number): number | null {
  for (let index = from; index < Math.min(dashes.length, from + mostDashes); index++) {
    const at = dashes[index] ?? limit;
    if (at >= limit) return null;
    closing.lastIndex = at;
    if (closing.test(text)) return closing.lastIndex;
    if (text.startsWith('-----BEGIN', at)) return null;
  }
  return null;
}

function bodyEnd(text: string, from: number): number {
  let at = from;
  for (let lines = 0; lines < 400; lines++) {
    bodyLine.lastIndex = at;
    if (!bodyLine.test(text)) return at;
    at = bodyLine.lastIndex;
  }
  return at;
}
