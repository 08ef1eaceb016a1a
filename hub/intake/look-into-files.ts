import { maxFiles } from '../../shared/domain/conversation.ts';
import { releasable, type ReleasePolicy } from '../../shared/domain/release.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import type { DocumentToLookInto, LookedInto } from './documents/look-into.ts';
import type { ReceivedFile } from './stages.ts';
import { wellFormed } from './well-formed.ts';

/** What documents are looked into with. @returns null when one could not be, in time or at all. */
export interface DocumentReader {
  look(document: DocumentToLookInto): Promise<LookedInto | null>;
}

/** What of the policy decides about files. */
export interface LookPolicy {
  readonly policy: RedactionPolicy;
  readonly pictures: boolean;
  readonly release: Pick<ReleasePolicy, 'hoursKept' | 'never'>;
  /** Whether what is destroyed in what a file says may be brought back for a while. */
  readonly recoverable?: boolean;
}

/** Longest that the files of one message are looked into, in milliseconds: the messages behind it wait. */
const patience = 120_000;
const textKind = 'text/plain';

/**
 * redact, for files that no mask can be put into: documents, PDF and, where the policy says so, pictures. One in which
 * nothing was found goes as the policy says. One in which something was is held, and what it says comes in its place, redacted. Where
 * that is destroyed, and nobody could be given the file, nothing of it is kept.
 */
export async function lookIntoFiles(files: readonly ReceivedFile[], reader: DocumentReader, { policy, pictures, release, recoverable }: LookPolicy): Promise<ReceivedFile[]> {
  const begun = performance.now();
  const results: ReceivedFile[][] = [];
  const keeps = (kinds: readonly string[]) => release.hoursKept > 0 && releasable(release, kinds);
  for (const file of files) results.push(performance.now() - begun > patience ? [file] : await looked(file, reader, { policy, pictures, recoverable: recoverable === true, keeps }));
  let room = maxFiles - files.length;
  return results.flatMap(([file, ...texts]) => [...(file === undefined ? [] : [file]), ...texts.filter(() => (room -= 1) >= 0)]);
}

/** The file as it goes on, and its text where that goes in its place. */
async function looked(file: ReceivedFile, reader: DocumentReader, { policy, pictures, recoverable, keeps }: Omit<LookPolicy, 'release'> & { readonly keeps: (kinds: readonly string[]) => boolean }): Promise<ReceivedFile[]> {
  const { name, mediaType, contents } = file;
  if (contents?.state !== 'read' || contents.redacted || contents.bytes.length === 0) return [file];
  const found = await reader.look({ bytes: contents.bytes, name, mediaType, policy, pictures, recoverable });
  if (found === null) return [file];
  const { hidden, whole, destroyed, text } = found;
  if (hidden.length === 0) return [whole ? { ...file, contents: { ...contents, looked: 'nothing-found' } } : file];
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  const gone = destroyed && !keeps(hidden.map(({ type }) => type));
  return [
    { ...file, contents: gone ? { state: 'held', hidden } : { ...contents, looked: destroyed ? 'destroyed' : whole ? 'found-whole' : 'found', hidden } },
    { name: textName(name), mediaType: textKind, size: bytes.length, contents: { state: 'read', bytes, redacted: true, hidden }, destroyed: { name: [], text: found.recoverable } },
  ];
}

/** What the text of a file is called that is delivered in its place. */
export const textName = (name: string) => `${wellFormed(name.slice(0, 240))} (text).txt`;
