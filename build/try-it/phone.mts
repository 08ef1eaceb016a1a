// A phone for whoever has no authenticator at hand: RFC 6238 codes (SHA-1, six digits, thirty seconds) from the key that
// the enrolment screen shows. It lives here and not in the product: no part of Sealdesk ever yields a code, so a phisher
// who reaches one can't ask it for one. Its arithmetic is its own too, so that tests check the product's against another.
import { createHmac } from 'node:crypto';

export const stepSeconds = 30;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32, forgiving about spaces, hyphens, case and padding; undefined when it isn't a key. */
export function keyFromText(text: string): Buffer | undefined {
  const letters = text.replaceAll(/[\s=-]/g, '').toUpperCase();
  if (letters.length < 16 || /[^A-Z2-7]/.test(letters)) return undefined;
  let bits = 0;
  let held = 0;
  const bytes: number[] = [];
  for (const letter of letters) {
    held = ((held << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** The step of thirty seconds that a moment (milliseconds since 1970) lies in. */
export const stepAt = (at: number): number => Math.floor(at / 1000 / stepSeconds);

export function codeOf(key: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  // RFC 4226, section 5.3: the last four bits say where to read.
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
