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
  return {
    text: (text) => new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!stands(text)) return;
        observer.disconnect();
        const there = since();
        painted((ms) => resolve({ there, painted: ms }));
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    }),
    letter: () => new Promise((resolve) => addEventListener('input', () => {
      const there = since();
      painted((ms) => resolve({ there, painted: ms }));
    }, { once: true })),
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
export async function timeToOpen(started: StartedElectron, text: string): Promise<KeyTimes> {
  const times = started.evaluate<KeyTimes>(`timing.text(${JSON.stringify(beginningOf(text))})`);
  await started.press('j');
  return times;
}

/** Presses a letter in the field that has the focus; done when it is painted. */
export async function timeToType(started: StartedElectron, letter: string): Promise<KeyTimes> {
  const times = started.evaluate<KeyTimes>('timing.letter()');
  await started.press(letter);
  return times;
}
