import type { HeaderMedia } from '../domain/template.ts';

/** Kinds of files that may stand at the head of a template (Cloud API reference, template messages: media headers). */
const kinds: Readonly<Record<HeaderMedia, readonly string[]>> = { image: ['image/jpeg', 'image/png'], video: ['video/mp4', 'video/3gpp'], document: ['application/pdf'] };

/** Whether exactly the file is there that a template begins with: one of its kind, or none where it begins with words. */
export function hasHeaderFile(media: HeaderMedia | undefined, files: readonly { readonly mediaType: string }[]): boolean {
  if (media === undefined) return files.length === 0;
  return files.length === 1 && files.every(({ mediaType }) => kinds[media].includes(mediaType));
}
