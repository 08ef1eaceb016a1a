import { expect } from '@playwright/test';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { SimulatedDevice } from '../../doubles/simulated-device.ts';
import { customers } from './customers.ts';
import type { Hands } from './hands.ts';
import type { Standing } from './ledger.ts';

/** Every row of the view "All" as it stands on an agent's screen, by its thing; those that are in another one are left out. */
export async function standingOnScreen(hands: Hands): Promise<Readonly<Record<string, Standing>>> {
  await hands.view('All');
  await hands.tabTo('listbox', 'Conversations');
  await hands.press('Home');
  const found: Record<string, Standing> = {};
  const places = new Set<number>();
  for (let page = 0; page < 20; page += 1) {
    const rows = await hands.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('#conversations [role=option]')].map((row) => ({
        place: Number(row.ariaPosInSet),
        of: Number(row.ariaSetSize),
        text: row.textContent,
        preview: row.querySelector('.row-preview')?.textContent ?? '',
        status: row.querySelector('.row-status')?.textContent.toLowerCase() ?? 'open',
        assignee: row.querySelector('.row-assignee')?.textContent ?? null,
      })),
    );
    for (const { place, text, preview, status, assignee } of rows) {
      places.add(place);
      const item = customers.find((one) => text.includes(one.item))?.item;
      if (item === undefined || preview.endsWith('Merged')) continue;
      found[item] = { status: status.startsWith('snoozed') ? 'snoozed' : (status as Standing['status']), assignee: assignee === 'You' ? hands.name : assignee };
    }
    if (places.size === rows[0]?.of) return found;
    await hands.press('PageDown');
  }
  throw new Error('The list had no end.');
}

/** The numbers beside the views, without those of what is the agent's own. */
export async function countsOnScreen(hands: Hands): Promise<Readonly<Record<string, string>>> {
  const names = ['Unassigned', 'Open', 'Pending', 'Snoozed', 'Resolved', 'All'];
  const items = hands.page.getByRole('navigation', { name: 'Views' }).getByRole('button');
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, /\d+/.exec((await items.filter({ hasText: new RegExp(`^${name}`) }).textContent()) ?? '')?.[0] ?? '0'] as const)));
}

/** The newest state of every conversation that the hub has told the witness, by its thing. */
export function standingAtHub(witness: SimulatedDevice): Readonly<Record<string, Standing>> {
  const newest = new Map<string, Conversation>();
  const agents = new Map<string, string>();
  for (const event of witness.events) {
    if (event.e === 'agents') for (const { id, name } of event.agents) agents.set(id, name);
    if (event.e === 'conversation' && event.conversation.revision >= (newest.get(event.conversation.id)?.revision ?? 0)) newest.set(event.conversation.id, event.conversation);
  }
  const texts = [...witness.messages.values()];
  return Object.fromEntries(
    [...newest.values()]
      .filter(({ mergedInto }) => mergedInto === null)
      .map(({ id, status, assigneeId }) => {
        const text = texts.find(({ conversationId, kind }) => conversationId === id && kind !== 'event')?.text ?? '';
        const item = customers.find((one) => text.includes(one.item))?.item ?? text;
        return [item, { status, assignee: assigneeId === null ? null : (agents.get(assigneeId) ?? 'somebody') }];
      }),
  );
}

/** How many rows each view has if conversations stand so. One that is in another one keeps its row, among what is resolved. */
export function countsOf(all: Readonly<Record<string, Standing>>, merged: number): Readonly<Record<string, string>> {
  const standing = [...Object.values(all), ...Array.from({ length: merged }, (): Standing => ({ status: 'resolved', assignee: null }))];
  const count = (which: (one: Standing) => boolean): string => String(standing.filter(which).length);
  const is = (status: Standing['status']) => count((one) => one.status === status);
  return { Unassigned: count(({ status, assignee }) => assignee === null && status === 'open'), Open: is('open'), Pending: is('pending'), Snoozed: is('snoozed'), Resolved: is('resolved'), All: String(standing.length) };
}

/** Marks every pointer that goes down on the page from now on, and every card number that ever comes to stand on it. */
export async function watch(hands: Hands, cards: readonly string[]): Promise<void> {
  await hands.page.evaluate((cards) => {
    const seen = { pointed: 0, cards: new Set<string>() };
    for (const kind of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(kind, () => (seen.pointed += 1), true);
    const digits = cards.map((card) => card.replaceAll(' ', ''));
    const look = (): void => {
      const text = document.body.innerText.replaceAll(/[\s-]/g, '');
      for (const card of digits) if (text.includes(card)) seen.cards.add(card);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, { watchedPage: seen });
  }, cards);
}

export async function watched(hands: Hands): Promise<{ readonly pointed: number; readonly cards: readonly string[] }> {
  const seen = await hands.page.evaluate(() => {
    const { watchedPage } = globalThis as unknown as { readonly watchedPage: { readonly pointed: number; readonly cards: Set<string> } };
    return { pointed: watchedPage.pointed, cards: [...watchedPage.cards] };
  });
  expect(seen).toBeDefined();
  return seen;
}
