import { readChannels } from '../../channels/channel-records.ts';
import { comesTo } from '../../channels/email/reply-token.ts';
import type { Envelope, Tx } from '../../ports.ts';
import { identityRow } from '../customers.ts';

/** `toldAs`: what the audit log has of it. `why`: a sentence for who forwards. */
export type MayReceive = { readonly may: true; readonly toldAs: string } | { readonly may: false; readonly why: string };

const no = (why: string): MayReceive => ({ may: false, why });

/** Who may be forwarded to: colleagues, and the domains that the policy names; nobody else, no customer, and no mailbox that would bring it back. */
export async function addressMayReceive(tx: Tx, envelope: Envelope, to: string, domains: readonly string[]): Promise<MayReceive> {
  const domain = to.slice(to.lastIndexOf('@') + 1);
  if ((await readChannels(tx, envelope)).some((channel) => channel.kind === 'email' && comesTo(channel.settings, to))) return no('This is one of the company’s own mailboxes: it would come back here. Colleagues see the conversation in Sealdesk.');
  if (await tx.selectFrom('agents').select('id').where('email_index', '=', envelope.blindIndex('email', to)).where('status', '=', 'active').executeTakeFirst()) return { may: true, toldAs: 'colleague' };
  if (!domains.includes(domain)) return no('Your company forwards to colleagues, and to the domains that IT has allowed; this is none of them. Ask IT.');
  if ((await identityRow(tx, envelope, 'email', to)) !== undefined) return no('This is a customer’s address. What one customer wrote is not forwarded to another.');
  return { may: true, toldAs: domain };
}
