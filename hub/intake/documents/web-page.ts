import { Parser } from 'htmlparser2';
import type { Gathered } from './gathered.ts';
import { carriesAFile, decodedText, roughText } from './markup-text.ts';

const inline = new Set(['a', 'abbr', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'data', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd', 'label', 'mark', 'q', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'tt', 'u', 'var', 'wbr']);
const written = new Set(['alt', 'title', 'value', 'href', 'src', 'placeholder', 'content', 'aria-label', 'label', 'summary', 'action', 'data', 'srcdoc']);

/** A web page: its words, what stands in attributes and comments, and the scripts as the text they are. */
export function readWebPage(bytes: Uint8Array, gathered: Gathered): void {
  const decoded = decodedText(bytes);
  // In an encoding of one byte a letter, digits are where they are in ASCII; names may not be.
  if (decoded === null) gathered.notWhole();
  const html = decoded ?? roughText(bytes);
  const aside: string[] = [];
  let parted = false;
  new Parser(
    {
      onopentag(name, attributes) {
        if (!inline.has(name)) parted = true;
        for (const [attribute, value] of Object.entries(attributes)) if ((written.has(attribute) || attribute.startsWith('data-')) && value !== '') aside.push(value);
      },
      ontext(text) {
        const words = text.replaceAll(/[ \t\r\n]+/g, ' ');
        if (words === ' ' && parted) return;
        if (parted) gathered.add('\n');
        parted = false;
        gathered.add(words);
      },
      onclosetag(name) {
        if (!inline.has(name)) parted = true;
      },
      oncomment: (text) => aside.push(text),
    },
    { decodeEntities: true },
  ).end(html);
  if (carriesAFile.test(html) || /\bdata:[a-z]+\/[^,]{0,200},/i.test(html)) gathered.notWhole();
  gathered.apart(aside.join('\n'));
}
