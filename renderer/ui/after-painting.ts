/** No frame comes where nobody looks. */
const atLatest = 100;

/**
 * Runs it once what was drawn just now has been painted, so that it is not in its way. The first frame is before that, the second after.
 * @returns lets it be, if it is not too late for that
 */
export function afterPainting(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearTimeout(late);
  };
  const now = (): void => {
    cancel();
    run();
  };
  const late = setTimeout(now, atLatest);
  frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      timer = setTimeout(now);
    });
  });
  return cancel;
}
