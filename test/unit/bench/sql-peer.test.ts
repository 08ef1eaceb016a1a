import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Change } from '../../../main/vault/change.ts';
import { applyHubEvents } from '../../../main/vault/hub-events.ts';
import { openConversation } from '../../../main/vault/inbox.ts';
import { openWritable } from '../../../main/vault/open-database.ts';
import { searchMessages } from '../../../main/vault/search/search-messages.ts';
import { SqlPeer } from '../../bench/sql-peer.ts';
import { SupportMail } from '../../bench/support-mail.ts';
import { eventsOf, newsInBatches } from '../../bench/vault-news.ts';

test('the peers of the bench hold what the vault holds, on the present schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  try {
    const key = randomBytes(32);
    const vault = openWritable(join(folder, 'ours.db'), key, true);
    const peers = [new SqlPeer(join(folder, 'plain.db'), null), new SqlPeer(join(folder, 'cipher.db'), key)];
    const mail = new SupportMail();
    const batches = [...newsInBatches(mail, 600)];
    for (const news of batches) {
      Change.run(vault, (change) => applyHubEvents(change, eventsOf(news), 0));
      for (const peer of peers) peer.write(news);
    }
    const about = batches[0]?.[0]?.conversation;
    if (about === undefined) throw new Error('There is no news.');
    const open = { id: about.id, before: null, limit: 50 };
    const search = { query: mail.words[0]!.slice(0, 2), limit: 20 };
    expect(openConversation(vault, open)?.messages).toHaveLength(50);
    expect(searchMessages(vault, 'nobody', search).hits).not.toHaveLength(0);
    for (const peer of peers) {
      expect(openConversation(peer.reader(), open)).toEqual(openConversation(vault, open));
      expect(searchMessages(peer.reader(), 'nobody', search)).toEqual(searchMessages(vault, 'nobody', search));
      peer.database.close();
    }
    vault.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
