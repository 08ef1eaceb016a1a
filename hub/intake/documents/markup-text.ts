/** Of bytes in UTF-8 or, with a mark, UTF-16. Null: in another encoding. */
export function decodedText(bytes: Uint8Array): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // UTF-16 without a mark can pass for UTF-8.
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

/** Letters and digits of a text that is in no encoding we know: enough to find what is in ASCII. */
export function roughText(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes).replaceAll('\u0000', '');
}

/** Base64 of more than a few lines: a file in a text, which reading the text does not read. */
export const carriesAFile = /[A-Za-z0-9+/]{200}|(?:[A-Za-z0-9+/]{60,76}\s{1,4}){4}/;

/** The name without its namespace, in lower case. */
export const localName = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase();

/** A number as spreadsheets write long ones (`4.111111111111111E15`) with its digits behind it. */
export function plainNumber(value: string): string {
  if (!/^-?\d(?:\.\d{1,20})?E\+?\d{1,2}$/i.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : value;
}
