/**
 * Makes many requests for the same work into few runs: never two at once, and at most one every
 * `gap` milliseconds. A request made during a run leads to one more run afterwards.
 */
export function coalesce(work: () => Promise<void>, gap: number): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    again = false;
    try {
      await work();
    } finally {
      setTimeout(() => {
        running = false;
        if (again) void run();
      }, gap);
    }
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
