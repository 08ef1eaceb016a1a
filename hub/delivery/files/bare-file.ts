import { chunkSize } from '../../../shared/domain/attachment.ts';
import type { OutgoingFile } from '../../channels/channel.ts';
import { UnknownPartsError } from '../../intake/pictures/bare.ts';
import { barePicture, isPicture } from '../../intake/pictures/bare-picture.ts';
import { wholeFile } from './kept-file.ts';

/**
 * A file as it leaves the company: a picture without what it says beside what it shows (where an agent was, and with which telephone). What the hub keeps, for those who see
 * the conversation, stays as it is; every way out goes through here.
 *
 * @returns null for a picture whose parts nobody can tell apart: it does not leave
 */
export async function bareFile(file: OutgoingFile): Promise<OutgoingFile | null> {
  for await (const head of file.read()) {
    if (!isPicture(head)) return file;
    break;
  }
  const picture = barePicture(await wholeFile(file));
  if (picture.kind === 'other') return file;
  if (picture.kind === 'unknown') return null;
  const { bytes } = picture;
  return { ...file, size: bytes.length, read: () => inChunks(bytes) };
}

/** The same for all files of a message that has passed the last gate, which lets none out that cannot be told apart. @throws UnknownPartsError for such a one */
export async function bareFiles(files: readonly OutgoingFile[]): Promise<readonly OutgoingFile[]> {
  const bare: OutgoingFile[] = [];
  for (const file of files) {
    const left = await bareFile(file);
    if (left === null) throw new UnknownPartsError();
    bare.push(left);
  }
  return bare;
}

/** Why one does not leave. Of a note's nothing is said: those stay in the company. */
export const notBare = (name: string) => `It was not sent: where and with what the picture “${name}” was taken could not be removed from it. Save it as a new JPEG or PNG, then send the answer again.`;

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
}
