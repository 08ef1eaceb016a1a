import type { SessionStateKind } from '../../shared/domain/session-state.ts';
import { InviteError, readInvite, writeInvite } from '../../shared/trust/invite.ts';

/** As many characters as the contract takes of an invite. */
const longest = 4096;

/**
 * The invite of a link that was opened. Anybody can make a person open a link, so it is a proposal
 * only: the page shows whose it is, and the person begins the enrolment or does not. It is kept for a
 * laptop without an enrolment, the newest only, and handed out once.
 */
export class OfferedInvite {
  readonly #offered: () => void;
  #state: SessionStateKind = 'starting';
  #invite: string | null = null;

  /** @param offered an invite is there for a page that waits for one. */
  constructor(offered: () => void) {
    this.#offered = offered;
  }

  /** @param link whatever was opened; what is no invite is dropped. */
  open(link: string): void {
    if (!waitsForInvite(this.#state) || link.length > longest) return;
    try {
      // Written anew, so that nothing but the invite reaches the page.
      this.#invite = writeInvite(readInvite(link));
    } catch (error) {
      if (error instanceof InviteError) return;
      throw error;
    }
    if (this.#state === 'unenrolled') this.#offered();
  }

  /** The invite, once; null when there is none. */
  take(): string | null {
    if (this.#state !== 'unenrolled') return null;
    const invite = this.#invite;
    this.#invite = null;
    return invite;
  }

  /** A laptop that has an enrolment has no use for an invite: one kept until later could surprise. */
  stateChanged(state: SessionStateKind): void {
    this.#state = state;
    if (!waitsForInvite(state)) this.#invite = null;
  }
}

/** `starting`: what this laptop is has not been read yet; a link may be what started the program. */
function waitsForInvite(state: SessionStateKind): boolean {
  return state === 'unenrolled' || state === 'starting';
}
