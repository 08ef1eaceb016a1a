import type { Detector, Match } from '../engine/detector.ts';

const url = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`\\^{}|[\]\x81\ufffe]{3,2000}/iy;
const userinfo = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/?#@\s:]{0,128}:[^/?#@\s]{1,128}@/i;
/** Names of what opens something for whoever has the address. */
const secretName =
  /[?&#;](?:[\w.-]{0,24}[_.-])?(?:token|access_?token|id_?token|refresh_?token|auth|auth_?key|api_?key|apikey|key|secret|client_?secret|sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|password|passwd|pwd|pass|code|otp|pin|ticket|session|sessionid|session_?id|sid|jwt|hash|invite|magic|reset|verify|confirmation|confirm|ott|nonce|credential|signed|t)=([^&#\s]{6,})/i;
const magicPath = /\/(?:reset|password-?reset|reset-?password|magic-?link|magic|verify|verify-?email|confirm|confirm-?email|invite|invitation|activate|unsubscribe-?all|login-?link|auth|token|share|s)\/(?:[\w-]{1,24}\/){0,2}([A-Za-z0-9_-]{16,})/i;

/** Web addresses that open something by themselves: a password in them, a token or signature in the query, a reset link. */
export const secretLinks: Detector = {
  name: 'links with secrets',
  looksAt: ['links'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const colon of scan.links) {
      let start = colon;
      while (start > Math.max(done, colon - 20) && /[A-Za-z0-9+.-]/.test(text.charAt(start - 1))) start--;
      while (start < colon && !/[A-Za-z]/.test(text.charAt(start))) start++;
      url.lastIndex = start;
      const match = url.exec(text);
      if (match === null) continue;
      // A sentence's punctuation is no part of the address.
      const address = match[0].replace(/[.,;:!?)]{1,8}$/, '');
      done = start + address.length;
      if (!isSecret(address)) continue;
      matches.push({ type: 'secret-link', confidence: 0.992, parts: [{ start, end: start + address.length }] });
    }
    return matches;
  },
};

function isSecret(address: string): boolean {
  if (userinfo.test(address)) return true;
  const query = address.search(/[?#]/);
  if (query !== -1) {
    const named = secretName.exec(address.slice(query).replace(/^#\/?/, '#'));
    const value = named?.[1] ?? '';
    if (named !== null && secretValue(named[0], value)) return true;
  }
  const path = magicPath.exec(query === -1 ? address : address.slice(0, query));
  return path !== null && /\d/.test(path[1] ?? '') && /[A-Za-z]/.test(path[1] ?? '');
}

/** A short or plain value of a name that is also used for other things is no secret: `?code=SUMMER`, `?key=name`. */
function secretValue(name: string, value: string): boolean {
  if (/(?:password|passwd|pwd|pass|secret|token|signature|sig|jwt)=/i.test(name)) return value.length >= 6;
  if (/[?&#;]t=/i.test(name) && value.length < 20) return false;
  return value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value);
}
