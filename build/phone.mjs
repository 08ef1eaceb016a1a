// The launcher's "phone": RFC 6238 codes (SHA-1, six digits, thirty seconds) from the key that the enrolment screen
// shows, for a newcomer who has no authenticator at hand. It lives here and not in the product: no part of Sealdesk
// ever yields a code, so a phisher who reaches one can't ask it for one. Built-ins only.
import { createHmac } from 'node:crypto';

const stepSeconds = 30;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32, forgiving about spaces, hyphens, case and padding; undefined when it isn't a key. */
export function keyFromText(text) {
  const letters = text.replaceAll(/[\s=-]/g, '').toUpperCase();
  if (letters.length < 16 || /[^A-Z2-7]/.test(letters)) return undefined;
  let bits = 0;
  let held = 0;
  const bytes = [];
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

/** @returns {{ code: string, secondsLeft: number, step: number }} the code valid at `at` (milliseconds since 1970) */
export function codeAt(key, at = Date.now()) {
  const step = Math.floor(at / 1000 / stepSeconds);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  // RFC 4226, section 5.3: the last four bits say where to read.
  const number = mac.readUInt32BE(mac[mac.length - 1] & 0xf) & 0x7fffffff;
  return { code: String(number % 1_000_000).padStart(6, '0'), secondsLeft: stepSeconds - (Math.floor(at / 1000) % stepSeconds), step };
}
