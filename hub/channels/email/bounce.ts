import type { Email } from 'postal-mime';
import { messageIdsIn } from './message-id.ts';

/**
 * Reads a delivery status notification (RFC 3464): whether it reports a failure, and the Message-ID of
 * the mail it is about, taken from the returned original. Null when it is none, or only reports a delay.
 */
export function readBounce(email: Email): { readonly messageId: string; readonly permanent: boolean } | null {
  const type = email.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (!/^\s*multipart\/report\b/i.test(type) || !/report-type\s*=\s*"?delivery-status/i.test(type)) return null;
  const part = (...types: string[]) => email.attachments.find(({ mimeType }) => types.includes(mimeType));
  const report = textOf(part('message/delivery-status')?.content);
  if (!/^action:\s*failed\b/im.test(report)) return null;
  const original = textOf(part('message/rfc822', 'text/rfc822-headers')?.content);
  const messageId = messageIdsIn(/^message-id:\s*(<[^\r\n]*)/im.exec(original)?.[1] ?? '')[0];
  if (messageId === undefined) return null;
  // RFC 3463 section 3: class 5 is permanent, class 4 is not.
  return { messageId, permanent: !/^status:\s*4\./im.test(report) };
}

function textOf(content: ArrayBuffer | Uint8Array | string | undefined): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return content.slice(0, 100_000);
  const view = content instanceof Uint8Array ? content : new Uint8Array(content);
  return Buffer.from(view.subarray(0, 100_000)).toString('latin1');
}
