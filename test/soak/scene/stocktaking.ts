import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import type { Message } from '../../../shared/domain/conversation.ts';
import { differences, type Sent } from './comparison.ts';
import { ask } from './page-calls.ts';

/** Small, so that conversations have several pages and the seams between them are tried as well. */
const rowsOfPage = 7;
const messagesOfPage = 5;
const settledMs = 2_000;

/** Everything the workstation shows: by conversation, its messages, oldest first. */
async function everything(page: Page): Promise<Message[][]> {
  const conversations: Message[][] = [];
  let after: IpcOutput<'inbox.list'>['next'] = null;
  do {
    const list: IpcOutput<'inbox.list'> = await ask(page, 'inbox.list', { view: 'all', after, limit: rowsOfPage });
    for (const { id } of list.rows) {
      const messages: Message[] = [];
      let before: NonNullable<IpcOutput<'conversation.open'>>['earlier'] = null;
      do {
        const opened: IpcOutput<'conversation.open'> = await ask(page, 'conversation.open', { id, before, limit: messagesOfPage });
        messages.unshift(...(opened?.messages ?? []));
        before = opened?.earlier ?? null;
      } while (before !== null);
      conversations.push(messages);
    }
    after = list.next;
  } while (after !== null);
  return conversations;
}

const inbound = (conversations: readonly (readonly Message[])[]) => conversations.flat().filter(({ kind }) => kind === 'inbound').length;

/** Waits until as many messages are there as were sent, and then a little for one too many. */
export async function untilAllAreThere(page: Page, total: number, patienceMs: number): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(1_000)) {
    // Somebody is at work: the workstation must not lock for idleness meanwhile.
    await page.keyboard.press('Shift');
    if (inbound(await everything(page)) >= total) break;
  }
  await pause(settledMs);
}

/** Compares what was sent with what is there, and with what search finds: each message once. */
export async function takeStock(page: Page, sent: ReadonlyMap<string, readonly Sent[]>): Promise<string[]> {
  const found = differences(sent, await everything(page));
  for (const { word } of [...sent.values()].flat()) {
    // Somebody is at work, as above, however long hundreds of searches take.
    await page.keyboard.press('Shift');
    const { hits } = await ask(page, 'search.messages', { query: word, limit: 10 });
    if (hits.length !== 1) found.push(`Search finds ${word} ${hits.length} times.`);
  }
  return found;
}
