import { type MailServers, startMail as startServers } from '../../../build/try-it/mail.mts';

export { emailChannelArguments, type MailServers } from '../../../build/try-it/mail.mts';

export const shop = { address: 'support@shop.example' } as const;

/** @param customers addresses that have mailboxes here as well, to see the answers arrive. */
export function startMail(folder: string, customers: readonly string[]): Promise<MailServers> {
  return startServers({ folder, support: shop.address, customers });
}
