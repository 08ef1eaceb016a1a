import type { HubEvent } from '../../shared/contract/wire/index.ts';

/** Largest plaintext of one mail, in bytes, apart from a single larger event: a lost connection repeats no more than this. */
export const mailSize = 1024 * 1024;
/** As many as the contract lets one mail have. */
const maxEvents = 2000;
/** What a frame can carry as one mail, with room for the ratchet's header: half of `maxFrameLength`, in bytes. */
export const largestEvent = 2 * 1024 * 1024 - 8192;

/** Splits events into mails, keeping their order. There is always at least one mail, so that a session's first is never missing. */
export function packed(events: readonly HubEvent[]): HubEvent[][] {
  const mails: HubEvent[][] = [[]];
  let size = 0;
  for (const event of events.map(carriable)) {
    const length = byteLength(event);
    const open = mails[mails.length - 1] ?? [];
    if (open.length > 0 && (size + length > mailSize || open.length >= maxEvents)) {
      mails.push([event]);
      size = length;
    } else {
      open.push(event);
      size += length;
    }
  }
  return mails;
}

function byteLength(event: HubEvent): number {
  return Buffer.byteLength(JSON.stringify(event));
}

/** A message whose HTML is too large for a frame goes as plain text, which says the same. */
function carriable(event: HubEvent): HubEvent {
  if ((event.e !== 'message' && event.e !== 'message.replaced') || event.message.html === null) return event;
  return byteLength(event) <= largestEvent ? event : { ...event, message: { ...event.message, html: null } };
}
