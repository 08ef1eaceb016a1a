import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { keepDrafts } from '../../../renderer/data/drafts.ts';
import { Change } from '../../../main/vault/change.ts';
import { draftFromPage } from '../../../main/vault/drafts-in-common.ts';
import { applyHubEvents } from '../../../main/vault/hub-events.ts';
import { openConversation } from '../../../main/vault/inbox.ts';
import type { HubEvent } from '../../../shared/contract/wire/index.ts';
import { conversation, conversationEvent } from '../../doubles/hub-news.ts';
import { runs } from '../../doubles/how-often.ts';
import { nordlicht } from '../../doubles/nordlicht.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';
import { VaultFile } from '../main/vault/open-file.ts';

const vault = new VaultFile();
vault.database.rows('PRAGMA synchronous = OFF');
afterAll(() => vault.remove());
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The page's drafts, and behind them a vault as it is, which answers after so many milliseconds. */
function setUp(delay = 0) {
  const about = conversation();
  const { id } = about;
  const tell = (event: HubEvent) => Change.run(vault.database, (change) => applyHubEvents(change, [event], 1));
  tell(conversationEvent(about));
  const double = createSealdeskDouble(nordlicht(1_700_000_000_000));
  double.answer('conversation.draft', async (input) => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    return Change.run(vault.database, (change) => draftFromPage(change, { id: input.id, kind: input.kind }, input, 1)).result;
  });
  const drafts = keepDrafts(createClient(double.api));
  let version = 0;
  const kept = () => openConversation(vault.database, { id, before: null, limit: 1 })!;
  return {
    id, drafts, double, kept,
    text: () => drafts.all.get().get(id)?.reply ?? '',
    /** Another laptop has changed the draft as it is here. */
    arrives: (text: string) => tell({ e: 'draft', conversationId: id, kind: 'reply', version: (version += 1), text, files: 0, sent: false }),
    /** The page reads the conversation anew. */
    refresh() {
      const { drafts: texts, draftsElsewhere: { reply, note } } = kept();
      drafts.adopt(id, texts, { reply: reply.stamp, note: note.stamp });
    },
  };
}
const settle = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

describe('a draft that is changed on another laptop while it is open', () => {
  it('is replaced where nothing is being typed, and that is counted', async () => {
    const page = setUp();
    page.arrives('Dear Maria');
    page.refresh();
    expect([page.text(), page.drafts.renewed.get().get(page.id)]).toEqual(['Dear Maria', undefined]);
    page.arrives('Dear Maria, it left');
    page.refresh();
    expect([page.text(), page.drafts.renewed.get().get(page.id), page.drafts.stampOf(page.id, 'reply')]).toEqual(['Dear Maria, it left', 1, 2]);
    await settle();
    expect(page.double.calls.filter(({ name }) => name === 'conversation.draft')).toEqual([]);
  });

  it('is joined with what is being typed, and what is typed while main joins it stays', async () => {
    const page = setUp(50);
    page.refresh();
    page.drafts.type(page.id, 'reply', 'I am');
    page.arrives('Dear Maria');
    page.refresh();
    await settle(260);
    page.drafts.type(page.id, 'reply', 'I am sorry');
    await settle();
    expect([page.text(), page.kept().drafts.reply]).toEqual(['Dear Maria\n\nI am sorry', 'Dear Maria\n\nI am sorry']);
  });

  it('goes to main at once when the conversation is left, where something was typed in it', async () => {
    const page = setUp();
    page.refresh();
    await page.drafts.leave(page.id);
    page.drafts.type(page.id, 'reply', 'Dear');
    const left = page.drafts.leave(page.id);
    await settle(0);
    await left;
    expect(page.double.calls.filter(({ name }) => name === 'conversation.draft').map(({ input }) => input)).toEqual([{ id: page.id, kind: 'reply', text: 'Dear', stamp: 0, leaving: true }]);
  });

  it('loses no word, whenever it comes, and page and vault end with the same', async () => {
    const step = fc.oneof(fc.constant('type' as const), fc.constant('arrive' as const), fc.constant('refresh' as const), fc.constant('leave' as const), fc.integer({ min: 10, max: 400 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.constantFrom(0, 30, 300), async (steps, delay) => {
        const page = setUp(delay);
        page.refresh();
        const words: string[] = [];
        let theirs = '';
        for (const does of steps) {
          const word = `w${words.length}`;
          if (does === 'type') {
            words.push(word);
            page.drafts.type(page.id, 'reply', `${page.text()} ${word}`.trim());
          } else if (does === 'arrive') {
            words.push(word);
            // From the other laptop, which has what the vault here last had of it.
            page.arrives((theirs = `${theirs} ${word}`.trim()));
          } else if (does === 'refresh') page.refresh();
          else if (does === 'leave') void page.drafts.leave(page.id);
          else await settle(does);
        }
        await settle(3000);
        page.refresh();
        await settle(3000);
        expect(page.text()).toBe(page.kept().drafts.reply);
        const there = new Set(page.text().split(/\s+/));
        expect(words.filter((word) => !there.has(word))).toEqual([]);
      }),
      runs(150),
    );
  });
});
