import type { Detector, Match } from '../engine/detector.ts';

/** RFC 7468 armour around a private key, OpenSSH's and PGP's included; a PEM cut short ends with its last line. */
const opening = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;
const closing = /-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/;
const longest = 20_000;
const bodyLine = /(?:\\n|\\r|[\r\n> ]){0,8}(?:[A-Za-z0-9+/=]{16,80}|[A-Za-z-]{4,16}: [^\r\n]{1,80}|[A-Za-z0-9+/]{1,80}={0,2})(?=\\n|\\r|\s|$|")/y;
const putty = /PuTTY-User-Key-File-\d: /g;

export const privateKeys: Detector = {
  name: 'private keys (PEM, OpenSSH, PGP, PuTTY)',
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const start of scan.dashes) {
      if (start < done) continue;
      opening.lastIndex = start;
      if (!opening.test(text)) continue;
      const window = text.slice(opening.lastIndex, start + longest);
      const close = closing.exec(window);
      const next = window.indexOf('-----BEGIN ');
      const end = close !== null && (next === -1 || close.index < next) ? opening.lastIndex + close.index + close[0].length : bodyEnd(text, opening.lastIndex);
      matches.push({ type: 'private-key', confidence: 0.995, parts: [{ start, end }] });
      done = end;
    }
    if (text.includes('PuTTY-User-Key-File-')) {
      for (const match of text.matchAll(putty)) {
        if (match.index < done) continue;
        const mac = /Private-(?:MAC|Hash): [0-9a-f]{20,64}/.exec(text.slice(match.index, match.index + longest));
        const end = mac === null ? bodyEnd(text, match.index + match[0].length) : match.index + mac.index + mac[0].length;
        matches.push({ type: 'private-key', confidence: 0.99, parts: [{ start: match.index, end }] });
        done = end;
      }
    }
    return matches;
  },
};

function bodyEnd(text: string, from: number): number {
  let at = from;
  for (let lines = 0; lines < 400; lines++) {
    bodyLine.lastIndex = at;
    if (!bodyLine.test(text)) return at;
    at = bodyLine.lastIndex;
  }
  return at;
}
