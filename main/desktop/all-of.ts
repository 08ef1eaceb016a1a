/**
 * Does all of it, one after the other: what one step throws keeps none of those behind it from being done.
 * @throws what went wrong first, when everything was done
 */
export function allOf(...steps: readonly (() => void)[]): void {
  const wrong: unknown[] = [];
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      wrong.push(error);
    }
  }
  if (wrong.length > 0) throw wrong[0];
}
