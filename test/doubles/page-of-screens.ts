import { expect, type Locator, type Page } from '@playwright/test';
import type { Role } from '../../shared/domain/permission.ts';
import type { SessionStateKind } from '../../shared/domain/session-state.ts';
import { violations } from './axe.ts';
import type { PageDouble } from './in-page.ts';
import { rendererAddress, serveRenderer } from './renderer-page.ts';

declare global {
  interface Window {
    readonly sealdeskDouble: PageDouble;
  }
}

/** Opens the renderer with the double behind it, as an agent with these roles, unlocked. */
export async function openAs(page: Page, double: string, roles: readonly Role[], first: string): Promise<{ readonly violations: string[] }> {
  const served = await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await enter(page, 'unlocked', { roles });
  await expect(page.getByRole('heading', { name: first, level: 1 })).toBeVisible();
  return served;
}

export const enter = (page: Page, kind: SessionStateKind, part: object = {}): Promise<void> =>
  page.evaluate(([kind, part]) => window.sealdeskDouble.enter({ ...window.sealdeskDouble.states[kind], ...part }), [kind, part] as const);

/** Keys that belong together, at the pace of a hand: one after the other without waiting for the page, however slow it is, since the second of two counts only so long. */
export const inOneGo = async (page: Page, ...keys: readonly string[]): Promise<void> => void (await Promise.all(keys.map((key) => page.keyboard.press(key))));

/** What was asked of main by this name, oldest first. */
export const callsOf = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate((name) => window.sealdeskDouble.calls.filter((call) => call.name === name).map((call) => call.input), name);

/** What the accessibility rules have against the page as it stands, in light and in dark colours. */
export async function findings(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [colorScheme, against] of [['light', 'everything'], ['dark', 'colours']] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page, against)).map(({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`));
  }
  return found;
}

/** How far the page, or a dialog over it, can be moved sideways; nothing should be wider than the window. A window that has just become another size is laid out anew a moment later: poll. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const scrolls = [document.documentElement, ...document.querySelectorAll('dialog[open], .sheet-body, .section, .section-body, .security-page, .gate')];
    return Math.max(...scrolls.map((element) => element.scrollWidth - element.clientWidth));
  });

/** What is drawn in an element without being part of the document. */
export const drawn = (place: Locator): Promise<string> => place.evaluate((element) => JSON.parse(getComputedStyle(element, '::before').content) as string);
