import { messages, say } from '../../../languages/spoken.ts';

const t = messages.outbound;

/** What is said of answers that have an end, of templates, and of what the company begins itself. */
export const words = {
  ...t,
  window: {
    ...t.window,
    free: (left: string) => say(t.window.free, { left }),
    person: (until: string) => say(t.window.person, { until }),
  },
  /** "3 h 12 min", "12 min", "less than a minute". Never below zero. */
  timeLeft(milliseconds: number): string {
    const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
    const hours = Math.floor(minutes / 60);
    if (minutes === 0) return t.lessThanAMinute;
    return hours === 0 ? say(t.minutesLeft, { minutes }) : say(t.hoursLeft, { hours, minutes: minutes % 60 });
  },
};
