import type { Detector, Match } from '../engine/detector.ts';

/** RFC 7519 and 7515: three parts in base64url, the first of which is a JSON object (`{"` encodes to `eyJ`); two in an unsecured one. */
const jwt = /eyJ[A-Za-z0-9_-]{10,4000}\.(?:eyJ)?[A-Za-z0-9_-]{8,16000}(?:\.[A-Za-z0-9_-]{8,4000}){0,3}\.?/y;

export const jsonWebTokens: Detector = {
  name: 'JSON web tokens (RFC 7519)',
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const token of scan.longTokens) {
      if (token.start < done || !text.startsWith('eyJ', token.start)) continue;
      jwt.lastIndex = token.start;
      const match = jwt.exec(text);
      if (match === null) continue;
      const end = token.start + match[0].replace(/\.$/, '').length;
      matches.push({ type: 'jwt', confidence: 0.99, parts: [{ start: token.start, end }] });
      done = end;
    }
    return matches;
  },
};
