import { randomBytes } from 'node:crypto';

const lastCount = 0xfff;

let time = 0;
let count = 0;

/**
 * An id that sorts after every one given before: a version 7 UUID with a counter (RFC 9562, section
 * 6.2, method 1). Mail is dated to the second only; what came in within the same one keeps its order
 * by these ids, in the spool and on every device.
 */
export function arrivalId(now: number): string {
  if (now > time) {
    time = now;
    count = 0;
  } else if (count < lastCount) {
    count += 1;
  } else {
    time += 1;
    count = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
