import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A word found readable in a file: where, which, and in what encoding. */
export interface Readable {
  readonly file: string;
  readonly word: string;
  readonly encoding: string;
}

/** How a word may lie on a disk: as programs write text, as databases fold it, as protocols wrap it. */
function* shapes(word: string): Generator<readonly [string, Buffer]> {
  for (const text of new Set([word, word.toLowerCase(), word.toUpperCase()])) {
    yield ['utf-8', Buffer.from(text, 'utf8')];
    yield ['utf-16', Buffer.from(text, 'utf16le')];
    yield ['latin-1', Buffer.from(text, 'latin1')];
    yield ['hexadecimal', Buffer.from(Buffer.from(text).toString('hex'))];
    yield ['url', Buffer.from(encodeURIComponent(text))];
  }
  // Base64 of a text within a text: three alignments, without the characters that the neighbours touch.
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)]).toString('base64');
    yield ['base64', Buffer.from(encoded.slice(shift === 0 ? 0 : shift + 1, -4))];
  }
}

/** Every file below a folder that shows one of the words. */
export function readableWords(folder: string, words: readonly string[]): Readable[] {
  const found: Readable[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    const content = readFileSync(file);
    for (const word of words) {
      if (name.includes(word)) found.push({ file: name, word, encoding: 'file name' });
      for (const [encoding, bytes] of shapes(word)) {
        if (bytes.length >= 6 && content.includes(bytes)) found.push({ file: name, word, encoding });
      }
    }
  }
  return found;
}
