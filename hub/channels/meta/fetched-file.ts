import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { ReceivedFile } from '../../intake/stages.ts';
import { plainText } from '../../intake/well-formed.ts';
import type { FetchedMedia } from './fetch-media.ts';
import { words } from './words.ts';

/** A file that a webhook names. */
export interface NamedMedia {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string | null;
}

/** How a channel gets at files. */
export interface MediaSource {
  fetch(media: NamedMedia): Promise<FetchedMedia>;
}

/** The message waits in the spool and is read again. */
export class MediaNotThereError extends SealdeskError<'media-not-there'> {}

/** Attempts before a message is shown without its file: the waits of the spool between them come to a minute. */
const patience = 3;

/** The file as an attachment; where it will never come, a line that says so. @throws MediaNotThereError when it is worth waiting. */
export async function fetchedFile(source: MediaSource, media: NamedMedia, attempts: number): Promise<{ readonly attachment: ReceivedFile; readonly note: string | null }> {
  const fetched = await source.fetch(media);
  const named = { name: plainText(media.name).replaceAll(/\s+/g, ' ').trim().slice(0, 8_000) || words.media.file, mediaType: media.mediaType };
  switch (fetched.kind) {
    case 'read':
      return { attachment: { ...named, size: fetched.bytes.length, contents: { state: 'read', bytes: fetched.bytes, redacted: false } }, note: null };
    case 'too-large':
      return { attachment: { ...named, size: 0, contents: { state: 'too-large' } }, note: null };
    case 'not-allowed':
      return { attachment: { ...named, size: 0, contents: null }, note: words.notKept(named.name) };
    case 'not-there':
      if (attempts < patience) throw new MediaNotThereError('media-not-there', 'A file of a message is not there yet.');
      return { attachment: { ...named, size: 0, contents: null }, note: words.notKept(named.name) };
    default:
      return fetched satisfies never;
  }
}
