import type { Timers } from '../boundary/timers.ts';
import type { Inspection } from '../boundary/vault-process.ts';
import type { HubLink } from './hub-link.ts';

/** How long the person waits for the hub's answer to an invite. */
const answerLimit = 20_000;

export type EnrolmentRefusal = 'invite-refused' | 'denied' | 'hub-not-genuine';

/** What the agent reads when an enrolment came to nothing. */
export const refusalWords = {
  'invite-refused': 'The hub did not accept this invite. It may have been used, withdrawn, or run out. Ask IT for a new one.',
  'denied': 'IT did not approve this laptop. Nothing was kept on it. Ask IT why before you try again.',
  'hub-unreachable': 'The hub cannot be reached. Check the network, then try again with the same invite.',
  'hub-not-genuine': 'What answered at the hub’s address is not your company’s hub. Nothing was sent. Tell IT.',
} as const;

export type EnrolmentOutcome =
  | { readonly kind: 'pending' }
  /** `forget`: the vault process still keeps the invite and must be told to drop it. */
  | { readonly kind: 'refused'; readonly reason: 'invite-refused' | 'hub-unreachable' | 'hub-not-genuine'; readonly forget: boolean };

/** One invite on its way: waits for the first thing that settles what becomes of it. */
export class Enrolling {
  readonly #link: HubLink;
  readonly #outcome: Promise<EnrolmentOutcome>;
  #settle: (outcome: EnrolmentOutcome) => void = () => undefined;
  readonly #cancelTimer: () => void;

  constructor(timers: Timers, link: HubLink) {
    this.#link = link;
    this.#outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#cancelTimer = timers.after(answerLimit, () => {
      // A hub that took the invite and is slow with its answer: the screen goes on and waits there.
      this.#settle(this.#link.status() === 'online' ? { kind: 'pending' } : { kind: 'refused', reason: 'hub-unreachable', forget: true });
    });
  }

  outcome(): Promise<EnrolmentOutcome> {
    return this.#outcome;
  }

  hubAnswered(inspection: Inspection | null): void {
    if (inspection?.kind === 'pending-approval' || inspection?.kind === 'approved') this.#settle({ kind: 'pending' });
  }

  refused(reason: EnrolmentRefusal): void {
    this.#settle({ kind: 'refused', reason: reason === 'denied' ? 'invite-refused' : reason, forget: false });
  }

  linkChanged(): void {
    if (this.#link.status() === 'mistrusted') this.#settle({ kind: 'refused', reason: 'hub-not-genuine', forget: true });
  }

  /** The vault process ended; the next one finds on disk how far it got. */
  lost(): void {
    this.#settle({ kind: 'pending' });
  }

  stop(): void {
    this.#cancelTimer();
  }
}
