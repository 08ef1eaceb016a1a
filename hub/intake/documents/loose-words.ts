/** Shorter ones are mostly chance. In characters. */
const shortest = 6;
const words = new RegExp(`[\\t\\r\\n\\x20-\\x7e\\u00a0-\\u024f\\u2010-\\u2027\\u20ac]{${shortest},}`, 'gu');

/** What looks like text among what only a program understands: one byte a letter, two bytes from an even place, and from an odd one. */
export function looseWords(bytes: Uint8Array): string {
  const wide = new TextDecoder('utf-16le');
  const readings = [new TextDecoder('windows-1252').decode(bytes), wide.decode(bytes.subarray(0, bytes.length & ~1)), wide.decode(bytes.subarray(1, 1 + ((bytes.length - 1) & ~1)))];
  return readings.map((text) => (text.match(words) ?? []).join('\n').replaceAll('\r', '\n')).filter((text) => text.trim() !== '').join('\n\n----\n\n');
}
