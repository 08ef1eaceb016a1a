/** What stands in the shop's own record of something that was done from here, so that it is found again: it names nobody. */
export function markOf(key: string): string {
  return `Sealdesk ${key}`;
}

/** Of a note that customers' people read, a short one. */
export function shortMark(key: string): string {
  return `[Sealdesk ${key.slice(0, 8)}]`;
}
