import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { applyHubEvents } from '../../../../main/vault/hub-events.ts';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultFile } from './open-file.ts';

const file = new VaultFile();
afterAll(() => file.remove());

const about = conversation({ lastMessageAt: 1_700_000_000_000 });
const first = message({ conversationId: about.id, sentAt: 1_700_000_005_000, text: 'alpha' });
const second = message({ conversationId: about.id, sentAt: 1_700_000_005_000, text: 'beta', kind: 'outbound' });
const known: HubEvent[] = [
  { e: 'conversation', conversation: about, customer: customer(about) },
  { e: 'conversation', conversation: { ...about, revision: 2, status: 'pending', customerName: 'Visitor' }, customer: { ...customer(about), name: 'Visitor' } },
  { e: 'conversation', conversation: { ...about, revision: 3, subject: 'Third', customerName: 'Maria' }, customer: { ...customer(about), name: 'Maria' } },
  { e: 'message', message: first },
  { e: 'message.replaced', message: { ...first, revision: 2, text: 'gamma' } },
  { e: 'message.replaced', message: { ...first, revision: 3, text: 'delta', sentAt: 1_700_000_009_000 } },
  { e: 'message', message: second },
  { e: 'message', message: { ...second, status: 'delivered' } },
];

function dump(): unknown {
  const database = file.database;
  return {
    conversations: database.rows('SELECT * FROM conversations'),
    customers: database.rows('SELECT * FROM customers'),
    messages: database.rows('SELECT id, text, status, sent_at, revision FROM messages ORDER BY id'),
    counted: database.row('SELECT conversations, messages FROM position'),
    found: ['alpha', 'beta', 'gamma', 'delta', 'visitor', 'maria', 'lopez'].map((word) =>
      database.rows('SELECT m.id FROM search JOIN messages m ON m.position = search.rowid WHERE search MATCH ? ORDER BY m.id', [`"${word}"`]),
    ),
  };
}

/** Applies the events in groups, one transaction each, to an empty vault. */
function outcome(groups: readonly (readonly HubEvent[])[]): unknown {
  const database = file.database;
  Change.run(database, (change) => change.purge(about.id));
  for (const events of groups) Change.run(database, (change) => applyHubEvents(change, events, 0));
  database.run("INSERT INTO search (search, rank) VALUES ('integrity-check', 0)");
  return dump();
}

describe('events of the hub', () => {
  it('leave the same behind in any order, however often and however grouped they come', () => {
    const expected = outcome([known]);
    expect(expected).toMatchObject({ counted: { conversations: 1, messages: 2 }, conversations: [{ subject: 'Third', status: 'open', preview: expect.any(String) }] });
    const shuffled = fc
      .tuple(fc.shuffledSubarray(known, { minLength: known.length }), fc.array(fc.constantFrom(...known), { maxLength: 6 }), fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }))
      .map(([order, again, cuts]) => {
        const groups: HubEvent[][] = [[]];
        [...order, ...again].forEach((event, index) => {
          if (cuts[index]) groups.push([]);
          groups[groups.length - 1]?.push(event);
        });
        return groups;
      });
    fc.assert(
      fc.property(shuffled, (groups) => {
        expect(outcome(groups)).toEqual(expected);
      }),
      runs(150),
    );
  });
});
