import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Change } from '../../../main/vault/change.ts';
import { applyHubEvents } from '../../../main/vault/hub-events.ts';
import { listInbox, openConversation } from '../../../main/vault/inbox.ts';
import { openWritable } from '../../../main/vault/open-database.ts';
import { noFilter } from '../../../shared/domain/filter.ts';
import { bareRows } from '../../bench/bare-inbox.ts';
import { cachedMail, newestFirst } from '../../bench/cached-mail.ts';
import { measuresOf, type Worked } from '../../bench/inbox.ts';
import { beginningOf } from '../../bench/key-to-paint.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the bench of the inbox', () => {
  it.each([[60, 1], [60, 4]])('shows the bare page the rows and texts that the vault lists, in its order (%i messages, %i to a conversation)', (messages, perConversation) => {
    const vault = openWritable(join(folder, 'vault.db'), randomBytes(32), true);
    const events = [...cachedMail(messages, perConversation)].flatMap(({ conversation, customer, message }) => [{ e: 'conversation', conversation, customer } as const, { e: 'message', message } as const]);
    Change.run(vault, (change) => applyHubEvents(change, events, 0));
    const listed = listInbox(vault, 'nobody', { view: 'open', filter: noFilter, after: null, limit: 50 }).rows;
    const bare = bareRows(newestFirst(messages, perConversation), messages);
    expect(listed.length).toBeGreaterThan(10);
    expect(bare.slice(0, listed.length).map(({ name, subject, preview }) => ({ name, subject, preview }))).toEqual(listed.map(({ customerName: name, subject, preview }) => ({ name, subject, preview })));
    for (const [place, { id }] of listed.entries()) expect(openConversation(vault, { id, before: null, limit: 50 })?.messages.at(-1)?.text).toBe(bare[place]?.text);
    vault.close();
  });

  it('tells each message from all others by its beginning', () => {
    const beginnings = [...cachedMail(2000, 1)].map(({ message }) => beginningOf(message.text));
    expect(new Set(beginnings).size).toBe(beginnings.length);
  });

  it('holds the text of no more than is opened', () => {
    expect(bareRows(newestFirst(20, 1), 3).map(({ text }) => text !== '')).toEqual([true, true, true, ...Array.from({ length: 17 }, () => false)]);
  });

  it('asks the bars of what is painted, and of nothing else', () => {
    const of = (there: number, painted: number): Worked => ({ open: [{ there, painted }], type: [{ there, painted: painted / 2 }] });
    const measures = measuresOf(of(5, 40), of(1, 20));
    expect(measures.filter(({ bar }) => bar !== null).map(({ name, ours, peer, bar }) => ({ name, ours, peer, bar }))).toEqual([
      { name: 'open-p95', ours: 40, peer: 20, bar: 1.25 },
      { name: 'type-p95', ours: 20, peer: 10, bar: 1.25 },
    ]);
    expect(measures.find(({ name }) => name === 'open-before-frames-p95')).toMatchObject({ ours: 5, peer: 1 });
  });
});
