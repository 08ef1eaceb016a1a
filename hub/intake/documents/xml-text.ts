import { Parser } from 'htmlparser2';
import type { Gathered } from './gathered.ts';
import { carriesAFile, decodedText, localName, plainNumber, roughText } from './markup-text.ts';

/** What stands inside a line of text, and does not part what is left and right of it. All else does. */
const inline = new Set([
  'r', 't', 'span', 'a', 'fld', 'hyperlink', 'ins', 'del', 'deltext', 'smarttag', 'sdt', 'sdtcontent', 'moveto', 'movefrom', 'customxml',
  'prooferr', 'bookmarkstart', 'bookmarkend', 'bookmark', 'commentrangestart', 'commentrangeend', 'soft-page-break', 'lastrenderedpagebreak', 'ruby', 'rubybase',
  'bdo', 'dir', 'bookmark-start', 'bookmark-end', 'reference-mark',
]);
/** Empty elements that stand for a character. */
const standsFor: Readonly<Record<string, string>> = { tab: '\t', br: '\n', cr: '\n', 'line-break': '\n', s: ' ', nobreakhyphen: '-' };
/** Where spaces by themselves are text, and no indentation of the XML. */
const spacesCount = new Set(['t', 'span', 'p', 'h', 'a', 'deltext']);

/** Attributes that people write, or that are read to them, whatever has them. */
const writtenAttributes = new Set([
  'descr', 'title', 'alt', 'display', 'tooltip', 'location', 'string-value', 'author', 'initials', 'prompt', 'prompttitle', 'error', 'errortitle', 'placeholder',
  'href', 'target', 'displaytext', 'lastmodifiedby', 'username', 'displayname', 'description', 'connection', 'command', 'refersto', 'current-value', 'label',
  // What a field is made of, and where in it a link leads (ECMA-376 part 1, sections 17.16.19 and 17.16.22).
  'instr', 'anchor', 'doclocation', 'string-value-if-true', 'string-value-if-false',
]);
/** And those that are, in these elements. */
const writtenIn: Readonly<Record<string, ReadonlySet<string>>> = {
  name: new Set(['docpr', 'cnvpr', 'sheet', 'docvar', 'definedname', 'bookmarkstart', 'bookmark', 'bookmark-start', 'user-defined', 'table', 'property', 'frame', 'section', 'cmauthor']),
  val: new Set(['docvar', 'alias', 'tag', 'listentry', 'default', 'docpart', 'author', 'filter', 'customfilter', 'inputcells', 'helptext', 'statustext']),
  value: new Set(['table-cell', 'listitem', 'variable-set', 'user-field-decl', 'text', 'option', 'item']),
  v: new Set(['s', 'n', 'd']),
  formula: new Set(['table-cell', 'text-input', 'variable-set', 'user-field-decl', 'expression']),
  string: new Set(['textpath']),
  text: new Set(['cfrule']),
  comment: new Set(['scenario']),
};

interface Open {
  readonly name: string;
  readonly length: number;
  readonly parted: boolean;
}

/** The words of a part that is XML, in the order in which they stand, with what is hidden in its attributes. Entities of the document's own are not resolved. */
export function readXml(bytes: Uint8Array, gathered: Gathered, skip?: string): void {
  gatherXml(xmlOf(bytes, gathered), gathered, skip);
}

/** As text; what is in another encoding, or declares anything, was not read whole. */
export function xmlOf(bytes: Uint8Array, gathered: Gathered): string {
  const xml = decodedText(bytes);
  const declared = /^[^<]{0,10}<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})/i.exec(xml ?? '')?.[1]?.toLowerCase();
  if (xml === null || (declared !== undefined && !declared.startsWith('utf-'))) {
    gathered.notWhole();
    return xml ?? roughText(bytes);
  }
  return xml;
}

/** @param skip an element, by its local name, whose content is read elsewhere. */
export function gatherXml(xml: string, gathered: Gathered, skip?: string): void {
  const open: Open[] = [];
  let parted = false;
  let written = 0;
  let skipping = 0;
  const attributes: string[] = [];
  const say = (text: string) => {
    if (parted && written > 0) gathered.add('\n');
    parted = false;
    written += text.length;
    gathered.add(text);
  };
  const parser = new Parser(
    {
      onopentag(qualified, given) {
        const name = localName(qualified);
        if (name === skip) skipping += 1;
        open.push({ name, length: written, parted });
        if (skipping > 0) return;
        for (const [attribute, value] of Object.entries(given)) if (isWritten(localName(attribute), name) && value.trim() !== '') attributes.push(plainNumber(value));
        const character = standsFor[name];
        if (character !== undefined) say(character);
        else if (!inline.has(name)) parted = true;
      },
      ontext(text) {
        if (skipping > 0) return;
        const within = open.at(-1)?.name ?? '';
        if (text.trim() === '' && !spacesCount.has(within)) return;
        say(text);
      },
      onclosetag(qualified) {
        const closed = open.pop();
        if (closed === undefined) return;
        if (localName(qualified) === skip) skipping -= 1;
        // What held nothing parts nothing.
        if (closed.length === written) parted = closed.parted;
        else if (!inline.has(closed.name) && standsFor[closed.name] === undefined) parted = true;
      },
      oncomment: (text) => {
        if (text.trim() !== '') attributes.push(text);
      },
      // A DOCTYPE may declare entities, which office programs refuse and we do not resolve.
      onprocessinginstruction(name) {
        if (name.toLowerCase() !== '?xml') gathered.notWhole();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  if (carriesAFile.test(xml)) gathered.notWhole();
  gathered.apart([...new Set(attributes)].join('\n'));
}

function isWritten(attribute: string, element: string): boolean {
  return writtenAttributes.has(attribute) || (writtenIn[attribute]?.has(element) ?? false);
}
