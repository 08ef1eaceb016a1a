import { decompressRTF } from '@kenjiuno/decompressrtf';
import type { Folder } from './compound-folder.ts';
import { Gathered } from './gathered.ts';
import { roughText } from './markup-text.ts';
import type { ReadInside } from './office.ts';
import { readRichText } from './rich-text.ts';
import { readWebPage } from './web-page.ts';

/** `__substg1.0_` and property and kind in hexadecimal, of several values also which (MS-OXMSG 2.1.3). */
const property = /^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(?:-[0-9A-F]{8})?$/i;
/** Kinds of property (MS-OXCDATA 2.11.1). */
const texts: ReadonlySet<string> = new Set(['001F', '001E', '101F', '101E']);
const binary = '0102';
/** Of several values: how long each is. */
const lengths = /^__substg1\.0_[0-9A-F]{4}101[EF]$/i;

/** Properties (MS-OXPROPS): the words of a message as HTML and as compressed rich text, what an attachment holds, and what it is called. */
const html = '1013';
const richText = '1009';
const contents = '3701';
const names = ['3707', '3704', '3001'];
/** Written by programs, as the rest of a mail's header: class, header, ids, kinds of address. */
const technical: ReadonlySet<string> = new Set(['001A', '007D', '1035', '1039', '1042', '0C1E', '0064', '3002', '370B', '3703', '370E', '3712', '6622', '3FFA']);

/** A message as Outlook saves it (MS-OXMSG): every text of it, who it is from and to, and its attachments, messages in it too. */
export async function readOutlookMessage(message: Folder, gathered: Gathered, inside: ReadInside): Promise<void> {
  const said = new Set<string>();
  for (const [name, bytes] of inOrder(message.streams)) {
    const [, id = '', kind = ''] = property.exec(name) ?? [];
    const type = kind.toUpperCase();
    if (lengths.test(name) || technical.has(id.toUpperCase())) continue;
    if (id === html) addUnsaid(gathered, said, await textOf((apart) => readWebPage(type === '001F' ? new TextEncoder().encode(utf16(bytes)) : bytes, apart), gathered));
    else if (id === richText && type === binary) addUnsaid(gathered, said, await textOf((apart) => readRichText(Uint8Array.from(decompressRTF([...bytes])), apart), gathered));
    else if (texts.has(type)) addUnsaid(gathered, said, type.endsWith('F') ? utf16(bytes) : roughText(bytes));
  }
  for (const folder of message.folders) {
    if (folder.name.startsWith('__recip_version')) await readOutlookMessage({ ...folder, folders: [] }, gathered, inside);
    else if (folder.name.startsWith('__attach_version')) await readAttachment(folder, gathered, inside);
    else if (!folder.name.startsWith('__nameid_version')) gathered.notWhole();
  }
}

async function readAttachment(folder: Folder, gathered: Gathered, inside: ReadInside): Promise<void> {
  // Its name and the like; a message in it is a folder of its own.
  await readOutlookMessage({ ...folder, folders: [], streams: new Map([...folder.streams].filter(([name]) => idOf(name) !== contents)) }, gathered, inside);
  const held = [...folder.streams].find(([name]) => idOf(name) === contents)?.[1];
  const inner = folder.folders.find(({ name }) => idOf(name) === contents);
  const named = names.map((id) => [...folder.streams].find(([name]) => idOf(name) === id && name.toUpperCase().endsWith('001F'))?.[1]).find((bytes) => bytes !== undefined);
  if (held !== undefined) await inside(held, named === undefined ? 'file' : utf16(named));
  else if (inner?.streams.has('__properties_version1.0') === true) await readOutlookMessage(inner, gathered, inside);
  else gathered.notWhole();
}

const idOf = (name: string) => property.exec(name)?.[1]?.toUpperCase();
const utf16 = (bytes: Uint8Array) => new TextDecoder('utf-16le').decode(bytes);

/** Subject and words first. */
const first = ['0037', '1000', html, richText];
function inOrder(streams: Folder['streams']): readonly (readonly [string, Uint8Array])[] {
  const rank = (name: string) => {
    const at = first.indexOf(idOf(name) ?? '');
    return at === -1 ? first.length : at;
  };
  return [...streams].toSorted(([a], [b]) => rank(a) - rank(b));
}

/** What a reader gathers, by itself. */
async function textOf(read: (apart: Gathered) => void | Promise<void>, gathered: Gathered): Promise<string> {
  const apart = new Gathered();
  await read(apart);
  if (!apart.whole) gathered.notWhole();
  return apart.text;
}

/** The same words stand there as text, as HTML and as rich text: a line is said once. */
function addUnsaid(gathered: Gathered, said: Set<string>, text: string): void {
  const plain = text.replaceAll('\u0000', '');
  const lines = plain.split(/\r\n?|\n/).filter((line) => !said.has(line.replaceAll(/\s/g, '')));
  for (const line of lines) said.add(line.replaceAll(/\s/g, ''));
  gathered.apart(lines.join('\n'));
}
