import type { Verification } from '../../shared/domain/verification.ts';
import type { Authentication, Normalised } from './stages.ts';

type Sender = Normalised['identity'];

/**
 * What a message shows of who sent it. Of mail: that the sender's own domain has signed it (DKIM, RFC 6376, aligned as in RFC 7489), or
 * that the company's own mail server says its DMARC holds. WhatsApp and Instagram vouch for the account, and so does a shop
 * whose server names the customer of a web chat. A page that anybody opens shows nothing.
 */
export function shownBy(sender: Sender, authentication: Authentication | null): Verification {
  switch (sender?.kind) {
    case 'whatsapp':
    case 'instagram':
      return 'contact';
    case 'email':
      return isSigned(authentication) ? 'contact' : 'unverified';
    case 'webchat':
      return sender.vouched === true ? 'contact' : 'unverified';
    case undefined:
      return 'unverified';
  }
}

/**
 * The level of a conversation after one more message. No message raises it: that is for a person. Mail that shows nothing, or
 * comes from another address than the customer's, takes it away, whoever raised it: anybody can have written it. On other
 * channels it is the same account, or the same visitor, all along.
 */
export function levelAfter(level: Verification, sender: Sender, authentication: Authentication | null, isCustomers: boolean): Verification {
  if (sender !== null && sender.kind !== 'email') return level;
  return isCustomers && shownBy(sender, authentication) !== 'unverified' ? level : 'unverified';
}

function isSigned(authentication: Authentication | null): boolean {
  if (authentication === null) return false;
  const { dmarc, alignedDomain, upstream } = authentication;
  if (upstream?.dmarc === 'fail') return false;
  return upstream?.dmarc === 'pass' || (alignedDomain !== null && dmarc !== 'fail');
}
