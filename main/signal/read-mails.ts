import { HubMail } from '../../shared/contract/wire/mail.ts';
import type { MailFrame } from '../boundary/opened-vault.ts';
import type { Received } from '../vault/thread-protocol.ts';
import type { HubStores } from './hub-stores.ts';
import type { Ratchet } from './ratchet.ts';
import type { ReadMails } from './ratchet-protocol.ts';

/**
 * Decrypts mail in its order. What cannot be read, or is not the next one, leaves the ratchet where it was; so does mail
 * that is the hub's but not understood, and nothing behind it is read.
 */
export async function readMails(stores: HubStores, ratchet: Ratchet, group: readonly MailFrame[], from: number | null, renewing: boolean): Promise<ReadMails> {
  const results: Received[] = [];
  const mails: HubMail[] = [];
  let seq = from;
  let malformed = false;
  for (const mail of group) {
    const mark = stores.mark();
    const decrypted = await ratchet.decrypt(mail);
    if (decrypted.kind !== 'plaintext') {
      results.push(decrypted.kind === 'duplicate' || (renewing && seq === null) ? 'duplicate' : 'session-broken');
      continue;
    }
    const parsed = hubMail(decrypted.bytes);
    if (parsed === null) {
      stores.backTo(mark);
      malformed = true;
      break;
    }
    if (seq !== null && parsed.seq !== seq + 1) {
      stores.backTo(mark);
      results.push('session-broken');
      continue;
    }
    seq = parsed.seq;
    mails.push(parsed);
    results.push('stored');
  }
  return { results, mails, seq, malformed, change: stores.take() };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function hubMail(plaintext: Uint8Array): HubMail | null {
  try {
    return HubMail.parse(JSON.parse(decoder.decode(plaintext)));
  } catch {
    return null;
  }
}
