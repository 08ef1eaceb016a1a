import { z } from 'zod';
import { wholeFile } from '../../delivery/files/kept-file.ts';
import type { OutgoingFile } from '../channel.ts';
import { type GraphAnswer, type GraphApi, part } from '../meta/graph-api.ts';

const Uploaded = z.object({ id: z.string().min(1).max(500) });

/** A file is at the provider, under a name of the provider's; or why not. */
export type UploadedMedia = { readonly kind: 'uploaded'; readonly id: string } | Exclude<GraphAnswer, { readonly kind: 'done' }>;

/**
 * Uploads a file (Cloud API reference, media: POST /{phone number id}/media). Nobody sees it before a message names it, and what is not named is
 * forgotten by the provider after 30 days: repeating it harms nothing.
 */
export async function uploadMedia(api: GraphApi, phoneNumberId: string, file: OutgoingFile): Promise<UploadedMedia> {
  const bytes = await wholeFile(file);
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', file.mediaType);
  form.set('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: file.mediaType }), file.name);
  const answer = await api.upload(`${part(phoneNumberId)}/media`, form);
  if (answer.kind !== 'done') return answer;
  const id = Uploaded.safeParse(answer.value).data?.id;
  return id === undefined ? { kind: 'no-answer' } : { kind: 'uploaded', id };
}

/** The message's content for a file that was uploaded: picture and film show themselves, all else is a document with its name. No caption where it is empty. */
export function mediaContent({ mediaType, name }: Pick<OutgoingFile, 'mediaType' | 'name'>, id: string, caption: string): Readonly<Record<string, unknown>> {
  const media = { id, ...(caption === '' ? {} : { caption }) };
  if (mediaType.startsWith('image/')) return { type: 'image', image: media };
  if (mediaType.startsWith('video/')) return { type: 'video', video: media };
  return { type: 'document', document: { ...media, filename: name } };
}
