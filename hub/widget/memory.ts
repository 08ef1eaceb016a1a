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

const key = `sealdesk-chat${location.search}`;
let kept: Kept = read();

function read(): Kept {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return { token: null, unsent: [] };
    const { token, unsent } = stored as Partial<Kept>;
    return { token: typeof token === 'string' ? token : null, unsent: Array.isArray(unsent) ? unsent : [] };
  } catch {
    return { token: null, unsent: [] };
  }
}

export function remembered(): Kept {
  return kept;
}

export function remember(change: Partial<Kept>): void {
  kept = { ...kept, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Storage is blocked or full: the page works on, and forgets when it is closed.
  }
}
