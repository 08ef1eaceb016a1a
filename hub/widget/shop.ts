/** What the shop's page (embed.ts) and the chat in its frame say to each other by `postMessage`. */
export type FromShop =
  /** What the shop's server has signed of its customer; null where nobody is logged in. */
  | { readonly sealdesk: 'identity'; readonly token: string | null }
  | { readonly sealdesk: 'logout' };
export interface ToShop {
  readonly sealdesk: 'identity-wanted';
}

/** Behind the frame's address where the shop knows its customers: it is asked before anything else. */
export const shopKnows = '#customer';

/** How long the shop may take to say who it is, in milliseconds. */
const patience = 10_000;

/** The page that the chat is embedded in. Only pages that the hub's policy names can embed it at all (frame-ancestors). */
export class Shop {
  #waiting: ((token: string | null) => void) | null = null;

  constructor(events: { readonly identity: (token: string) => void; readonly logout: () => void }) {
    addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (window.parent === window || source !== window.parent || typeof data !== 'object' || data === null) return;
      const message = data as Partial<FromShop & { token: unknown }>;
      if (message.sealdesk === 'logout') events.logout();
      if (message.sealdesk !== 'identity') return;
      const token = typeof message.token === 'string' ? message.token : null;
      if (this.#waiting !== null) this.#waiting(token);
      else if (token !== null) events.identity(token);
    });
  }

  /** What the shop's server says of the customer; null where it says nothing. */
  async identity(): Promise<string | null> {
    if (window.parent === window) return null;
    const asked: ToShop = { sealdesk: 'identity-wanted' };
    return new Promise((resolve) => {
      const done = (token: string | null): void => {
        this.#waiting = null;
        clearTimeout(late);
        resolve(token);
      };
      const late = setTimeout(() => done(null), patience);
      this.#waiting = done;
      // Nothing is told in it: whoever embeds the chat may read it.
      window.parent.postMessage(asked, '*');
    });
  }
}
