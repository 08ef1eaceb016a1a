import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a webhook was signed with the app's secret: `X-Hub-Signature-256: sha256=` and the HMAC-SHA256 of the raw bytes
 * in lower-case hex. No header, two of them, another scheme or length: not signed.
 */
export function isSigned(appSecret: string, body: Uint8Array, header: string | readonly string[] | undefined): boolean {
  if (typeof header !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(header)) return false;
  return timingSafeEqual(createHmac('sha256', appSecret).update(body).digest(), Buffer.from(header.slice('sha256='.length), 'hex'));
}

/** Compares secrets of any length; how long it takes tells nothing of either. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text, 'utf8').digest();
  return timingSafeEqual(digest(one), digest(other));
}
