import type { Detector, Match } from '../engine/detector.ts';

/** RFC 7519 and 7515: three parts in base64url, the first of which is a JSON object (`{"` encodes to `eyJ`); two in an unsecured one. */
const rest = /\.[A-Za-z0-9_-]{8,16000}(?:\.[A-Za-z0-9_-]{8,4000}){0,3}/y;
const shortestHeader = 13;

export const jsonWebTokens: Detector = {
  name: 'JSON web tokens (RFC 7519)',
  looksAt: ['longTokens'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const token of scan.longTokens) {
      if (token.start < done || !text.startsWith('eyJ', token.start)) continue;
      let header = token.end;
      while (isBase64Url(text.charCodeAt(header))) header++;
      // Whatever comes of it, the header is read once.
      done = header;
      rest.lastIndex = header;
      if (header - token.start < shortestHeader || !rest.test(text)) continue;
      matches.push({ type: 'jwt', confidence: 0.99, parts: [{ start: token.start, end: rest.lastIndex }] });
      done = rest.lastIndex;
    }
    return matches;
  },
};

function isBase64Url(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x2d || code === 0x5f;
}
