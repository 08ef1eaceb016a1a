import type { Detector, Match } from '../engine/detector.ts';

/** RFC 5321: 64 octets before the sign, 255 behind it; 63 in each label of the domain. */
const longestLocal = 64;
const local = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const domain = /(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}(?:xn--[a-z0-9-]{2,40}|\p{L}{2,24})(?![\p{L}\p{N}_])/uy;
/** Ends of file names, which are no top-level domains: `icon@2x.png`. */
const files = /\.(?:png|jpe?g|gif|svg|webp|pdf|css|js|ts|json|html?|zip|txt|docx?|xlsx?)$/i;

export const emails: Detector = {
  name: 'e-mail addresses (RFC 5321)',
  looksAt: ['ats'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    let last = 0;
    for (const at of scan.ats) {
      if (text.charCodeAt(at) !== 0x40) continue;
      domain.lastIndex = at + 1;
      const found = domain.exec(text);
      if (found === null || files.test(found[0])) continue;
      let start = at;
      const least = Math.max(last, at - longestLocal);
      while (start > least && isLocal(text, start - 1)) start--;
      // A sentence's punctuation or a quotation mark may stand right before the address.
      while (start < at && /[.'*|/=&?!#~-]/.test(text.charAt(start))) start++;
      const name = text.slice(start, at);
      if (name === '' || name.endsWith('.') || name.includes('..')) continue;
      const end = at + 1 + found[0].length;
      // git@host:path is a place, not a person.
      if (name === 'git' && text.charAt(end) === ':') continue;
      // What belongs to an address in a web address: `key=name@host`, `mailto:name@host`.
      const from = start + Math.max(name.lastIndexOf('='), name.lastIndexOf('/'), name.lastIndexOf('?')) + 1;
      if (from >= at) continue;
      matches.push({ type: 'email', confidence: 0.97, parts: [{ start: from, end }] });
      last = end;
    }
    return matches;
  },
};

function isLocal(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a)) return true;
  return local.test(text.charAt(at));
}
