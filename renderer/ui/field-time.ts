const two = (n: number): string => String(n).padStart(2, '0');

/** A time, in milliseconds since 1970, as a field for date and time has it: `2026-03-01T09:00`, in the reader's zone. */
export function fieldTime(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What such a field says; null where it is no time, or one before 1970, of which nothing here can be. */
export function timeOfField(typed: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(typed) ? new Date(typed).getTime() : Number.NaN;
  return at >= 0 ? at : null;
}
