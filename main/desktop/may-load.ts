/** What is looked at of a request. */
export interface AskedFor {
  readonly url: string;
  readonly resourceType: string;
  /** The frame that asks; null once it has gone. */
  readonly frame?: { readonly parent: unknown } | null | undefined;
}

/** Whether a request is let through: what the page itself asks for of its own, and for a frame of it what is awaited there. A frame itself is given nothing. */
export function mayLoad({ url, resourceType, frame }: AskedFor, allowed: readonly string[], awaits: (address: string) => boolean = () => false): boolean {
  if (resourceType === 'subFrame') return awaits(url);
  try {
    if (frame !== undefined && frame !== null && frame.parent !== null) return false;
  } catch {
    // It has gone, and what it asked for is of no use.
    return false;
  }
  return allowed.some((start) => url.startsWith(start));
}
