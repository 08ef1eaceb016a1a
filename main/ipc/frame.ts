/** Where the page lives. A scheme of our own: nothing on the network can claim it. */
export const pageOrigin = 'app://sealdesk';

/** What the checks need to know of an Electron frame (`WebFrameMain`). */
export interface Frame {
  readonly parent: Frame | null;
  readonly origin: string;
  readonly processId: number;
  readonly routingId: number;
}

/**
 * True when `sender` is the top frame of our window (`ours`) and shows our own page. Frames are
 * compared by process and routing id: another window, a subframe and a frame that has gone all differ.
 */
export function isOurTopFrame(sender: Frame | null, ours: Frame | null): boolean {
  if (sender === null || ours === null) return false;
  try {
    return (
      sender.parent === null &&
      sender.origin === pageOrigin &&
      sender.processId === ours.processId &&
      sender.routingId === ours.routingId
    );
  } catch {
    // Electron throws when a frame has gone between the call and this look at it.
    return false;
  }
}
