import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';
import { TypeEnum } from '@kenjiuno/msgreader/lib/Reader.js';

/** Streams by name, and folders with their own. */
export interface Contents {
  readonly [name: string]: Uint8Array | Contents;
}

/** A compound file (MS-CFB), as another program writes it. */
export function compound(contents: Contents): Buffer {
  const entries: Entry[] = [{ name: 'Root Entry', type: TypeEnum.ROOT, length: 0, children: [] }];
  const add = (into: Entry, inside: Contents) => {
    for (const [name, content] of Object.entries(inside)) {
      const isFile = content instanceof Uint8Array;
      // It writes the whole buffer that lies beneath.
      const entry: Entry = isFile ? { name, type: TypeEnum.DOCUMENT, length: content.length, binaryProvider: () => Uint8Array.from(content) } : { name, type: TypeEnum.DIRECTORY, length: 0, children: [] };
      into.children?.push(entries.push(entry) - 1);
      if (!isFile) add(entry, content);
    }
  };
  add(entries[0]!, contents);
  return Buffer.from(burn(entries));
}

const wide = (text: string) => Buffer.from(text, 'utf16le');
const property = (id: string, kind: string) => `__substg1.0_${id}${kind}`;
const fixed = { '__properties_version1.0': Buffer.alloc(32) };

export interface OutlookPlan {
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  /** As MS-OXRTFCP compresses it, or not. */
  readonly richText?: string;
  readonly from?: string;
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly message?: OutlookPlan;
  /** An attachment that is an object of another program. */
  readonly object?: boolean;
}

/** A message as Outlook saves it (MS-OXMSG). */
export const outlookMessage = (plan: OutlookPlan): Buffer => compound(messageContents(plan));

function messageContents({ subject = 'Order', text, html, richText, from = 'Anna', files = [], message, object = false }: OutlookPlan): Contents {
  const attached = [
    ...files.map(({ name, bytes }): Contents => ({ ...fixed, [property('3707', '001F')]: wide(name), [property('3701', '0102')]: bytes })),
    ...(message === undefined ? [] : [{ ...fixed, [property('3001', '001F')]: wide('A message'), [property('3701', '000D')]: messageContents(message) }]),
    ...(object ? [{ ...fixed, [property('3701', '000D')]: { CONTENTS: Buffer.from('x') } }] : []),
  ];
  return {
    ...fixed,
    '__nameid_version1.0': { [property('0002', '0102')]: Buffer.alloc(16) },
    [property('001A', '001F')]: wide('IPM.Note'),
    [property('0037', '001F')]: wide(subject),
    [property('0C1A', '001F')]: wide(from),
    ...(text === undefined ? {} : { [property('1000', '001F')]: wide(text) }),
    ...(html === undefined ? {} : { [property('1013', '0102')]: Buffer.from(html) }),
    ...(richText === undefined ? {} : { [property('1009', '0102')]: uncompressed(richText) }),
    '__recip_version1.0_#00000000': { ...fixed, [property('3001', '001F')]: wide('Support') },
    ...Object.fromEntries(attached.map((each, at) => [`__attach_version1.0_#${at.toString(16).padStart(8, '0')}`, each])),
  };
}

/** Rich text with the header of compressed one, that says that it is not (MS-OXRTFCP 2.1.3.1). */
function uncompressed(rtf: string): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(rtf.length + 12, 0);
  header.writeUInt32LE(rtf.length, 4);
  header.write('MELA', 8, 'latin1');
  return Buffer.concat([header, Buffer.from(rtf, 'latin1')]);
}

/** A cell of an old workbook with a number of thirty bits, and one with a double (MS-XLS). */
export function workbookNumbers(integer: number, double: number): Buffer {
  const rk = Buffer.alloc(14);
  rk.writeUInt16LE(0x027e, 0);
  rk.writeUInt16LE(10, 2);
  rk.writeInt32LE((integer << 2) | 2, 10);
  const number = Buffer.alloc(18);
  number.writeUInt16LE(0x0203, 0);
  number.writeUInt16LE(14, 2);
  number.writeDoubleLE(double, 10);
  return Buffer.concat([rk, number]);
}
