/**
 * Bytes in and out of text. libsignal wants `Uint8Array<ArrayBuffer>`, which a Node `Buffer` is not
 * always, so conversions copy.
 */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Copies into bytes that own their buffer. */
export function bytes(source: Uint8Array): Bytes {
  return new Uint8Array(source);
}

/** The buffer that these bytes are the whole of; null where others may lie in it as well. */
export function wholeBuffer(source: Uint8Array): ArrayBuffer | null {
  const { buffer, byteLength } = source;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : null;
}

/** UTF-8. */
export function utf8(text: string): Bytes {
  return bytes(Buffer.from(text, 'utf8'));
}

export function toBase64(source: Uint8Array): string {
  return Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('base64');
}

/** The schema has checked that the text is base64. */
export function fromBase64(text: string): Bytes {
  return bytes(Buffer.from(text, 'base64'));
}

/** Joins parts, each preceded by its length as a 32-bit big-endian number, so that no two lists of parts give the same bytes. */
export function framed(...parts: readonly (Uint8Array | string)[]): Bytes {
  const buffers = parts.flatMap((part) => {
    const data = typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return [length, data];
  });
  return bytes(Buffer.concat(buffers));
}
