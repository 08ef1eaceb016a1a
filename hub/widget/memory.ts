/** What the page keeps between visits; where storage is blocked, until it is closed. */
export interface Unsent {
  readonly id: string;
  readonly text: string;
  readonly at: number;
}

interface Kept {
  readonly token: string | null;
  readonly unsent: readonly Unsent[];
}

const channel = new URLSearchParams(location.search).get('channel');
/** Of a chat, whatever language its page speaks. */
const key = channel === null ? 'sealdesk-chat' : `sealdesk-chat?channel=${channel}`;
const nothing: Kept = { token: null, unsent: [] };
let kept: Kept = read();
/** False while a customer of the shop is logged in: the computer may be somebody else's next. */
let lasting = true;

function read(): Kept {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return nothing;
    const { token, unsent } = stored as Partial<Kept>;
    return { token: typeof token === 'string' ? token : null, unsent: Array.isArray(unsent) ? unsent : [] };
  } catch {
    return nothing;
  }
}

export function remembered(): Kept {
  return kept;
}

export function remember(change: Partial<Kept>): void {
  kept = { ...kept, ...change };
  if (!lasting) return;
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Storage is blocked or full: the page works on, and forgets when it is closed.
  }
}

/** A customer whom the shop names: what the browser keeps of strangers is not theirs, and nothing of theirs is kept in it. */
export function rememberCustomer(): void {
  lasting = false;
  kept = nothing;
}

/** Whoever sits there, as the browser remembers them. */
export function rememberStranger(): void {
  if (lasting) return;
  lasting = true;
  kept = read();
}

/** Logged out: nobody who sits there next is to find anything. */
export function forgetAll(): void {
  lasting = true;
  remember(nothing);
}
