import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedVault } from '../../../../main/boundary/opened-vault.ts';
import { othersData } from '../../../../main/others-data.ts';
import { Change } from '../../../../main/vault/change.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';

import { VaultFile } from './open-file.ts';

let file: VaultFile;
const vault: Pick<OpenedVault, 'query'> = { query: ((_: string, input: { query: string; limit: number }) => Promise.resolve(searchMessages(file.database, '', input, () => 0))) as OpenedVault['query'] };
const names = ['Zoe Adams', 'Olga Sørensen', 'Ben Okoro', 'Mia Lind', 'Jan Pawlak'];

beforeAll(() => {
  file = new VaultFile();
  Change.run(file.database, (change) => {
    for (const name of names) {
      const one = conversation({ customerName: name, subject: 'Order' });
      change.storeConversation(one, customer(one));
      const texts = [`My order is NL-2093${names.indexOf(name)}-A.`, ...(name === 'Zoe Adams' ? [] : ['Your line 08005519922 does not answer.']), ...(name === 'Zoe Adams' || name === 'Mia Lind' ? ['we share parcel JJD000390007'] : [])];
      for (const text of texts) change.storeMessage(message({ conversationId: one.id, channel: one.channel, authorName: name, text }));
    }
  });
});
afterAll(() => file.remove());

const marked = async (text: string, to = 'Zoe Adams') => (await othersData(vault, to, text)).map(({ type, start, end, stops }) => [type, text.slice(start, end), stops]);

describe('what belongs to another customer', () => {
  it('is marked in a draft: their number, their name in full', async () => {
    expect(await marked('Your order NL-20931-A left today.')).toEqual([['other-customer', 'NL-20931-A', false]]);
    expect(await marked('Dear Olga Sørensen, it left today.')).toEqual([['other-customer', 'Olga Sørensen', false]]);
  });

  it('is not what this customer has too, nor what many have, nor what nobody has', async () => {
    for (const text of ['Your order NL-20930-A.', 'Dear Zoe Adams,', 'parcel JJD000390007', 'Call 08005519922.', 'RMA-88112 is new.', 'Kind Regards, Best Wishes', 'Olga']) expect([text, await marked(text)]).toEqual([text, []]);
  });

  it('whatever is written, nothing goes wrong, and places are within it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.constantFrom('NL-20931-A', 'Olga Sørensen', '"', 'from:', '-', 'Ä-1111/')), { maxLength: 12 }).map((parts) => parts.join(' ')), async (text) => {
        for (const { start, end } of await othersData(vault, 'Zoe Adams', text)) expect(start >= 0 && start < end && end <= text.length).toBe(true);
      }),
      runs(150),
    );
  });
});
