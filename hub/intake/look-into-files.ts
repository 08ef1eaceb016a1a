import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import type { DocumentToLookInto, LookedInto } from './documents/look-into.ts';
import type { ReceivedFile } from './stages.ts';
import { wellFormed } from './well-formed.ts';

/** What documents are looked into with. @returns null when one could not be, in time or at all. */
export interface DocumentReader {
  look(document: DocumentToLookInto): Promise<LookedInto | null>;
}

/** Files of one message. */
const maxFiles = 100;
/** Longest that the files of one message are looked into, in milliseconds: the messages behind it wait. */
const patience = 120_000;
const textKind = 'text/plain';

/**
 * redact, for files that no mask can be put into: documents, PDF and, where the policy says so, pictures. One in which
 * nothing was found goes as the policy says. One in which something was is held, and what it says comes in its place, redacted; where
 * that is destroyed nothing of the file is kept.
 */
export async function lookIntoFiles(files: readonly ReceivedFile[], reader: DocumentReader, policy: RedactionPolicy, pictures: boolean): Promise<ReceivedFile[]> {
  const begun = performance.now();
  const results: ReceivedFile[][] = [];
  for (const file of files) results.push(performance.now() - begun > patience ? [file] : await looked(file, reader, policy, pictures));
  let room = maxFiles - files.length;
  return results.flatMap(([file, ...texts]) => [...(file === undefined ? [] : [file]), ...texts.filter(() => (room -= 1) >= 0)]);
}

/** The file as it goes on, and its text where that goes in its place. */
async function looked(file: ReceivedFile, reader: DocumentReader, policy: RedactionPolicy, pictures: boolean): Promise<ReceivedFile[]> {
  const { name, mediaType, contents } = file;
  if (contents?.state !== 'read' || contents.redacted || contents.bytes.length === 0) return [file];
  const found = await reader.look({ bytes: contents.bytes, name, mediaType, policy, pictures });
  if (found === null) return [file];
  const { hidden, whole, destroyed, text } = found;
  if (hidden.length === 0) return [whole ? { ...file, contents: { ...contents, looked: 'nothing-found' } } : file];
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  return [
    { ...file, contents: destroyed ? { state: 'held', hidden } : { ...contents, looked: 'found', hidden } },
    { name: textName(name), mediaType: textKind, size: bytes.length, contents: { state: 'read', bytes, redacted: true, hidden } },
  ];
}

const textName = (name: string) => `${wellFormed(name.slice(0, 240))} (text).txt`;
