import type { Page } from '@playwright/test';
import axe, { type Result, type RunOptions } from 'axe-core';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const everything = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] } satisfies RunOptions;
/** The rules that what a page is painted with can break; all others look at what it consists of. */
const colours = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'] } satisfies RunOptions;

/**
 * What axe has to say of the page once nothing of it is on its way from one colour to another: such colours are nobody's.
 * What is on its way anew when axe is done, or has been sent elsewhere meanwhile, is waited for again.
 * axe is given to each document once and run there: the package that drives it from outside reads its half megabyte anew
 * at every look, which takes ten times as long. Frames are not looked into: the one there can be holds a stranger's mail.
 */
async function looked(page: Page, options: RunOptions): Promise<readonly Result[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (options) => {
    if (window.axe === undefined) throw new Error('axe is not there.');
    const onTheirWay = (): readonly Animation[] => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    // Drawn once, since only then is it known what goes elsewhere.
    const drawn = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (;;) {
      await drawn();
      for (let passing = onTheirWay(); passing.length > 0; passing = onTheirWay()) await Promise.allSettled([...passing.map(({ finished }) => finished), drawn()]);
      const { violations } = await window.axe.run(document, options);
      if (onTheirWay().length === 0) return violations;
    }
  }, options);
}

/**
 * What the accessibility rules have against the page as it stands.
 * @param against only the rules about colours, where the same page was looked at in others just before.
 */
export const violations = (page: Page, against: 'everything' | 'colours' = 'everything'): Promise<readonly Result[]> => looked(page, against === 'everything' ? everything : colours);

/** Texts that stand out less than 7:1 from what is behind them (WCAG 2.2 SC 1.4.6), large ones less than 4.5:1. */
export async function tooFaint(page: Page): Promise<readonly string[]> {
  const found = await looked(page, { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] }, rules: { 'color-contrast-enhanced': { enabled: true } } });
  return found.flatMap(({ nodes }) => nodes.map(({ html, any }) => `${html.slice(0, 120)} ${any.map(({ message }) => message).join(' ')}`));
}
