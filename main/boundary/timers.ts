/** Waiting, as a port: tests of back-off and time limits do not wait. */
export interface Timers {
  /** Runs once after so many milliseconds; the function returned cancels. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The machine's own timers. They do not keep a process alive by themselves. */
export const systemTimers: Timers = {
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
