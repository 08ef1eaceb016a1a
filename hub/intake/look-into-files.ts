import { maxFiles } from '../../shared/domain/conversation.ts';
import { releasable, type ReleasePolicy } from '../../shared/domain/release.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import type { DocumentToLookInto, LookedInto } from './documents/look-into.ts';
import { barePicture } from './pictures/bare-picture.ts';
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
 * redact, for files that no mask can be put into: documents, PDF and pictures. A picture goes on without what it says beside what it shows, whatever the policy is. One in which
 * nothing was found goes as the policy says. One in which something was is held, and what it says comes in its place, redacted. Where
 * that is destroyed, and nobody could be given the file, nothing of it is kept.
 */
export async function lookIntoFiles(files: readonly ReceivedFile[], reader: DocumentReader, { policy, pictures, release, recoverable }: LookPolicy): Promise<ReceivedFile[]> {
  const begun = performance.now();
  const results: ReceivedFile[][] = [];
  const keeps = (kinds: readonly string[]) => release.hoursKept > 0 && releasable(release, kinds);
  for (const file of files) results.push(await looked(file, performance.now() - begun > patience ? null : reader, { policy, pictures, recoverable: recoverable === true, keeps }));
  let room = maxFiles - files.length;
  return results.flatMap(([file, ...texts]) => [...(file === undefined ? [] : [file]), ...texts.filter(() => (room -= 1) >= 0)]);
}

/** The file as it goes on, and its text where that goes in its place. */
async function looked(file: ReceivedFile, reader: DocumentReader | null, { policy, pictures, recoverable, keeps }: Omit<LookPolicy, 'release'> & { readonly keeps: (kinds: readonly string[]) => boolean }): Promise<ReceivedFile[]> {
  const { name, mediaType, contents: received } = file;
  if (received?.state !== 'read' || received.redacted || received.bytes.length === 0) return [file];
  const found = reader === null ? null : await reader.look({ bytes: received.bytes, name, mediaType, policy, pictures, recoverable });
  const picture = barePicture(received.bytes);
  const contents = picture.kind === 'bare' ? { ...received, bytes: picture.bytes } : received;
  const bare = { ...file, size: contents.bytes.length, contents };
  if (found === null) return [bare];
  const { hidden, beside, destroyed, text } = found;
  // A picture of which nobody knows what it says beside was not read whole, whatever it shows.
  const whole = found.whole && picture.kind !== 'unknown';
  if (hidden.length === 0) return [{ ...bare, contents: { ...contents, ...(whole ? { looked: 'nothing-found' } : {}), ...(beside.length === 0 ? {} : { hidden: beside }) } }];
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  const gone = destroyed && !keeps(hidden.map(({ type }) => type));
  return [
    { ...bare, contents: gone ? { state: 'held', hidden } : { ...contents, looked: destroyed ? 'destroyed' : whole ? 'found-whole' : 'found', hidden } },
    { name: textName(name), mediaType: textKind, size: bytes.length, contents: { state: 'read', bytes, redacted: true, hidden }, destroyed: { name: [], text: found.recoverable } },
  ];
}

/** What the text of a file is called that is delivered in its place. */
export const textName = (name: string) => `${wellFormed(name.slice(0, 240))} (text).txt`;
