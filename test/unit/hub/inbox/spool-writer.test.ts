import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextLoop } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawMessage } from '../../../../hub/channels/channel.ts';
import { SpoolWriter } from '../../../../hub/intake/spool-writer.ts';
import type { Store } from '../../../../hub/store/database.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
});
afterEach(() => hub.close());

const message = (source = randomUUID()): RawMessage => ({ source, body: Buffer.from(`mail ${source}`), receivedAt: hub.clock.now() });
/** The store, with its transactions counted. */
function counted(): { readonly db: Store; readonly transactions: () => number } {
  let transactions = 0;
  const db = new Proxy(hub.db, {
    get(store, name) {
      if (name === 'transaction') transactions += 1;
      const found: unknown = Reflect.get(store, name);
      return typeof found === 'function' ? found.bind(store) : found;
    },
  });
  return { db, transactions: () => transactions };
}

describe('what channels hand over', () => {
  it('is on disk for everybody else when the channel is told so', async () => {
    const writer = new SpoolWriter(hub.db, hub.envelope, hub.clock);
    await Promise.all(Array.from({ length: 40 }, () => writer.put(mailbox, [message(), message()])));
    const other = new SqliteDatabase(join(hub.folder, 'hub.db'), { readonly: true });
    expect(other.prepare('SELECT count(*) FROM intake_spool').pluck().get()).toBe(80);
    other.close();
  });

  it('goes together where it comes together: a hundred callers wait for a few commits', async () => {
    const { db, transactions } = counted();
    const writer = new SpoolWriter(db, hub.envelope, hub.clock);
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => writer.put(mailbox, [message()])));
    expect(outcomes).toEqual(Array.from({ length: 100 }, () => ['taken']));
    expect(transactions()).toBeLessThanOrEqual(2);
  });

  it('goes together too where every caller comes in a turn of its own, as new connections do', async () => {
    const { db, transactions } = counted();
    const writer = new SpoolWriter(db, hub.envelope, hub.clock);
    const outcomes: Promise<unknown>[] = [];
    for (let caller = 0; caller < 30; caller += 1) {
      outcomes.push(writer.put(mailbox, [message()]));
      await nextLoop();
    }
    await Promise.all(outcomes);
    expect(transactions()).toBe(1);
  });

  it('is known where it came before, in the same commit as well', async () => {
    const writer = new SpoolWriter(hub.db, hub.envelope, hub.clock);
    const same = message();
    expect(await Promise.all([writer.put(mailbox, [same]), writer.put(mailbox, [message(), same])])).toEqual([['taken'], ['taken', 'known']]);
    expect(await writer.put(mailbox, [same])).toEqual(['known']);
  });

  it('that cannot be put down fails alone, and nothing of it stays', async () => {
    const writer = new SpoolWriter(hub.db, hub.envelope, hub.clock);
    const nowhere = randomUUID();
    const settled = await Promise.allSettled([writer.put(mailbox, [message()]), writer.put(nowhere, [message()]), writer.put(mailbox, [message()])]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await hub.db.selectFrom('intake_spool').select('channel_id').execute()).toEqual([{ channel_id: mailbox }, { channel_id: mailbox }]);
    expect(await writer.put(mailbox, [message()])).toEqual(['taken']);
  });

  it('is refused, not left waiting, where the database has closed', async () => {
    const other = await openOrganisation();
    const writer = new SpoolWriter(other.db, other.envelope, other.clock);
    await other.close();
    await expect(Promise.all([writer.put(mailbox, [message()]), writer.put(mailbox, [message()])])).rejects.toThrow();
  });
});

describe('a rush', () => {
  it('is let by, but not for ever', async () => {
    const writer = new SpoolWriter(hub.db, hub.envelope, hub.clock);
    const over = new AbortController();
    const callers = Promise.all(Array.from({ length: 16 }, async () => {
      while (!over.signal.aborted) await writer.put(mailbox, [message()]);
    }));
    await writer.put(mailbox, [message()]);
    await writer.put(mailbox, [message()]);
    await writer.calm(300);
    over.abort();
    await callers;
    expect((await hub.db.selectFrom('intake_spool').select('id').execute()).length).toBeGreaterThan(2 * 16);
  });

  it('that is none holds up nothing', async () => {
    const writer = new SpoolWriter(hub.db, hub.envelope, hub.clock);
    await writer.put(mailbox, [message()]);
    // Longer than a test may take.
    await writer.calm(600_000);
    expect(await writer.put(mailbox, [message()])).toEqual(['taken']);
  });
});
