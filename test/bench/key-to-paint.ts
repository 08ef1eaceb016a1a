import type { StartedElectron } from './started-electron.ts';

/**
 * From a press to what it puts on screen, measured in the page by the same few lines in both programs.
 *
 * It begins with the event's own time, which is when Chromium got the key and not when the page came round to it. It ends in the
 * second animation frame after the text stands in the document: the first is still before the frame is drawn, and by the
 * second it has been. The browser's own account of events (Event Timing) rounds to 8 ms and ends with the first frame after
 * the key, in which a text that comes from another process does not stand yet; so it could serve for neither bar.
 */
export const timing = `void (globalThis.timing = (() => {
  let pressedAt = 0;
  addEventListener('keydown', (event) => { pressedAt = event.timeStamp; }, true);
  const since = () => performance.now() - pressedAt;
  const painted = (then) => requestAnimationFrame(() => requestAnimationFrame(() => then(since())));
  const stands = (text) => [...document.querySelectorAll('article')].some(({ textContent }) => textContent.includes(text));
  const nothing = (resolve) => setTimeout(() => resolve(document.activeElement.outerHTML.slice(0, 300) + document.body.innerText.slice(0, 2000)), 30_000);
  return {
    text: (text) => new Promise((resolve) => {
      const late = nothing(resolve);
      const observer = new MutationObserver(() => {
        if (!stands(text)) return;
        observer.disconnect();
        clearTimeout(late);
        const there = since();
        painted((ms) => resolve({ there, painted: ms }));
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    }),
    letter: () => new Promise((resolve) => {
      const late = nothing(resolve);
      addEventListener('input', () => {
        clearTimeout(late);
        const there = since();
        painted((ms) => resolve({ there, painted: ms }));
      }, { once: true });
    }),
  };
})())`;

/** In milliseconds from the press: until it stands in the document, and until that is painted. */
export interface KeyTimes {
  readonly there: number;
  readonly painted: number;
}

/** As much of a message as tells it from all others. */
export const beginningOf = (text: string): string => text.slice(0, 60);

/** Presses `j`; done when the next conversation's text is painted. */
export const timeToOpen = (started: StartedElectron, text: string): Promise<KeyTimes> => timed(started, `text(${JSON.stringify(beginningOf(text))})`, 'j');

/** Presses a letter in the field that has the focus; done when it is painted. */
export const timeToType = (started: StartedElectron, letter: string): Promise<KeyTimes> => timed(started, 'letter()', letter);

/** Three steps: keys reach the page by another way than what is asked of it, and would overtake it. */
async function timed(started: StartedElectron, what: string, key: string): Promise<KeyTimes> {
  await started.evaluate(`void (timing.asked = timing.${what})`);
  await started.press(key);
  const times = await started.evaluate<KeyTimes | string>('timing.asked');
  if (typeof times === 'string') throw new Error(`Nothing came of the key ${key}. In use, and on screen: ${times}`);
  return times;
}
