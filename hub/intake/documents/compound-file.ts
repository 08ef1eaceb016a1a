import { rootOf } from './compound-folder.ts';
import type { Gathered } from './gathered.ts';
import type { ReadInside } from './office.ts';
import { readOldOffice } from './old-office.ts';
import { readOutlookMessage } from './outlook-message.ts';

/** A file system in a file (MS-CFB): a message as Outlook saves it, or a document as Office wrote it until 2007. @throws when it is damaged */
export async function readCompoundFile(bytes: Uint8Array, gathered: Gathered, inside: ReadInside): Promise<void> {
  const root = rootOf(bytes, gathered);
  if (root.streams.has('__properties_version1.0')) await readOutlookMessage(root, gathered, inside);
  else readOldOffice(root, gathered);
}
