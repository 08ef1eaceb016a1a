import type { MailHeaders } from './headers.ts';

const automaticPrecedence = new Set(['bulk', 'list', 'junk', 'auto_reply']);
const automaticSender = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+.@-]|$)/i;

/**
 * Whether a program sent it, so that it must never be answered automatically (RFC 3834 section 2 and
 * RFC 5230 section 4.6, plus the headers older responders use).
 */
export function isAutomatic(headers: MailHeaders, fromAddress: string | null, ownAddress: string | null): boolean {
  const submitted = headers.first('auto-submitted');
  if (submitted !== null && submitted.split(';')[0]?.trim().toLowerCase() !== 'no') return true;
  if (headers.first('return-path')?.trim() === '<>') return true;
  if (headers.names().some((name) => name.startsWith('list-'))) return true;
  if (automaticPrecedence.has(headers.first('precedence')?.trim().toLowerCase() ?? '')) return true;
  if (['x-autoreply', 'x-autorespond', 'x-autoresponse', 'x-loop'].some((name) => headers.first(name) !== null)) return true;
  if (fromAddress === null) return false;
  return automaticSender.test(fromAddress) || fromAddress === ownAddress;
}
