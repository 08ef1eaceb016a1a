import { maxShownText } from '../../shared/domain/attachment.ts';
import type { Contents } from './contents.ts';
import type { Drawing } from './drawing.ts';

/** A character of UTF-8 has at most four bytes. */
const mostBytes = maxShownText * 4;

/** Text in UTF-8, or in UTF-16 with its mark; its beginning where it is longer than is shown. @throws Error for what is no text */
export async function openText(contents: Contents): Promise<Drawing> {
  const bytes = await contents.read(0, mostBytes);
  const whole = decoded(bytes, bytes.length < contents.size);
  // No text holds these; most other files do, near their beginning.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(whole)) throw new Error('This is no text.');
  const text = whole.slice(0, maxShownText);
  return { draw: () => Promise.resolve({ kind: 'text', text, cut: text.length < whole.length || bytes.length < contents.size }) };
}

/** @param partial the end may be in the middle of a character. */
function decoded(bytes: Uint8Array, partial: boolean): string {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(mark, { fatal: true }).decode(bytes, { stream: partial });
}
