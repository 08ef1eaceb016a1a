/** No frame comes where nobody looks. In milliseconds. */
const atLatest = 100;

type Waiting = Set<() => void>;

/** Those that wait for the same two frames: what is asked for before the first of them joins. */
let joining: Waiting | null = null;

/**
 * Runs it once what was drawn just now has been painted, so that it is not in its way. The first frame is before that, the second after.
 * @returns lets it be, if it is not too late for that
 */
export function afterPainting(run: () => void): () => void {
  joining ??= begun();
  const waiting = joining;
  // The same function may be asked for twice.
  const one = (): void => run();
  waiting.add(one);
  return () => void waiting.delete(one);
}

function begun(): Waiting {
  const waiting: Waiting = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const closed = (): void => {
    if (joining === waiting) joining = null;
  };
  const now = (): void => {
    closed();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearTimeout(late);
    for (const run of waiting) {
      // Once, also where one of them lets another be, and whatever becomes of it.
      waiting.delete(run);
      try {
        run();
      } catch (error) {
        reportError(error);
      }
    }
  };
  const late = setTimeout(now, atLatest);
  frame = requestAnimationFrame(() => {
    closed();
    frame = requestAnimationFrame(() => {
      timer = setTimeout(now);
    });
  });
  return waiting;
}
