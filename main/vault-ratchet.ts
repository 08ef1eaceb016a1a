import { HubStores } from './signal/hub-stores.ts';
import { newPreKeys } from './signal/pre-keys.ts';
import { Ratchet } from './signal/ratchet.ts';
import type { RatchetRequests } from './signal/ratchet-protocol.ts';
import { readMails } from './signal/read-mails.ts';
import { Turns } from './signal/turns.ts';
import type { MailFrame } from './boundary/opened-vault.ts';
import { serveThread } from './vault/thread-server.ts';

/**
 * Entry of the thread that runs libsignal, for the writer thread that started it. It has no database: it goes on in
 * memory, and what it says holds once the writer has stored it.
 */
serveThread<RatchetRequests>(() => {
  const turns = new Turns();
  let begun: { readonly stores: HubStores; readonly ratchet: Ratchet } | null = null;
  const use = (): NonNullable<typeof begun> => {
    if (begun === null) throw new Error('Nothing has been begun.');
    return begun;
  };
  return {
    begin: ({ deviceId, hubSignalIdentity, state }) =>
      turns.ordinary(() => {
        const stores = new HubStores(state, hubSignalIdentity);
        begun = { stores, ratchet: new Ratchet(stores, deviceId) };
        return null;
      }),
    read: ({ mails, seq, renewing }) =>
      turns.ordinary(() => {
        const { stores, ratchet } = use();
        return readMails(stores, ratchet, mails, seq, renewing);
      }),
    seal: ({ mails }) =>
      turns.ordinary(async () => {
        const { stores, ratchet } = use();
        const sealed: MailFrame[] = [];
        for (const mail of mails) sealed.push(await ratchet.encrypt(mail));
        return { mails: sealed, change: stores.take() };
      }),
    newKeys: ({ identity, now }) => turns.ordinary(() => newPreKeys(identity, now)),
    close: () => turns.ordinary(() => null),
  };
});
