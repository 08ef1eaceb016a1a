import { z } from 'zod';
import { maxAddressLength, maxLeftText } from '../../widget/chat-frames.ts';
import type { ChatProblem } from './chat-problem.ts';

/** What a visitor leaves while nobody is there. */
export interface LeftMessage {
  readonly id: string;
  /** In lower case. Nobody has shown that it is theirs. */
  readonly email: string;
  readonly text: string;
}

const Address = z.email().max(maxAddressLength);

export type ReadLeft = { readonly ok: true; readonly left: LeftMessage } | { readonly ok: false; readonly problem: ChatProblem };

/**
 * Reads what was left. Never throws.
 * @param own the company's own addresses: an answer to one would come in again.
 */
export function readLeft({ id, email, text }: LeftMessage, own: readonly string[]): ReadLeft {
  const address = Address.safeParse(email.trim().toLowerCase());
  if (!address.success) return { ok: false, problem: 'noAddress' };
  if (own.includes(address.data)) return { ok: false, problem: 'ownAddress' };
  if (text.trim() === '') return { ok: false, problem: 'empty' };
  if (text.length > maxLeftText) return { ok: false, problem: 'leftTooLong' };
  return { ok: true, left: { id, email: address.data, text: text.trim() } };
}

/**
 * The same as a mail (RFC 5322), as if the visitor had written it: it goes the way of all mail, unsigned, so that nothing
 * vouches for the sender and nothing answers by itself.
 * @param subject what stands over the conversation and over the answer
 */
export async function asMail({ id, email, text }: LeftMessage, subject: string, at: number): Promise<Uint8Array> {
  // Loaded when somebody leaves something: few hubs ever need it.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  return new MailComposer({
    from: { name: '', address: email },
    subject,
    text,
    date: new Date(at),
    messageId: `<${id}@chat.invalid>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
