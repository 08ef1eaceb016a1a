/** Ways in which programs and people spoil mail. The first ones leave every part where it is. */
const keeping: readonly ((raw: Buffer, random: () => number) => Buffer)[] = [
  (raw) => latin1(text(raw).replaceAll(/\r?\n/g, '\n')),
  (raw) => latin1(text(raw).replaceAll(/\r?\n/g, '\r\n')),
  (raw) => latin1(text(raw).replaceAll(/charset="?[\w-]+"?/gi, 'charset=no-such')),
  (raw) => latin1(`Received: from a by b; Thu, 1 Jan 2026 00:00:00 +0000\r\n${'X-Filler: x\r\n'.repeat(300)}${text(raw)}`),
  (raw) => latin1(`From: a@mail.example\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_outer"\r\n\r\n--=_outer\r\n\r\nSee what came below.\r\n--=_outer\r\nContent-Type: message/rfc822\r\n\r\n${text(raw)}\r\n--=_outer--\r\n`),
];
const spoiling: readonly ((raw: Buffer, random: () => number) => Buffer)[] = [
  (raw, random) => raw.subarray(0, 1 + Math.floor(random() * raw.length)),
  (raw, random) => {
    const changed = Buffer.from(raw);
    for (let n = 0; n < 20; n += 1) changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
    return changed;
  },
  (raw, random) => withoutLine(raw, random),
  (raw, random) => {
    const from = Math.floor(random() * raw.length);
    return Buffer.concat([raw.subarray(0, from), raw.subarray(Math.floor(random() * from), from), raw.subarray(from)]);
  },
  (raw) => latin1(text(raw).replaceAll(/^content-transfer-encoding:.*$/gim, 'Content-Transfer-Encoding: base64')),
  (raw) => latin1(text(raw).replaceAll(/boundary="?[^"\s;]+"?/gi, 'boundary=other')),
  (raw) => latin1(text(raw).replace(/\r?\n\r?\n/, '\r\n')),
];

const text = (raw: Buffer) => raw.toString('latin1');
const latin1 = (changed: string) => Buffer.from(changed, 'latin1');

function withoutLine(raw: Buffer, random: () => number): Buffer {
  const lines = text(raw).split('\n');
  lines.splice(Math.floor(random() * lines.length), 1 + Math.floor(random() * 3));
  return latin1(lines.join('\n'));
}

export interface ChangedMail {
  readonly raw: Buffer;
  /** Every part is still where it was. */
  readonly whole: boolean;
}

/** The n-th change of a mail: the same each time. */
export function changedMail(raw: Buffer, n: number): ChangedMail {
  const random = sequence(n + raw.length);
  const all = [...keeping, ...spoiling];
  const place = n % all.length;
  return { raw: all[place]?.(raw, random) ?? raw, whole: place < keeping.length };
}

/** mulberry32: numbers from 0 up to 1 that are the same for the same seed. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
