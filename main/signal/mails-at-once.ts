/** Mails of the first transaction, of which nobody knows how long it will take, and of each while there is no haste. */
export const usualMails = 500;
/** At most, however quickly they are stored: more would hardly be quicker. */
export const mostMails = 1_000;
/** While the agent is at work: half as many, so that what she does waits half as long. */
export const mailsWhileAsked = 250;
/** Milliseconds that a transaction may take, so that whoever begins to work meanwhile does not feel it. */
const shortEnough = 100;
/** Milliseconds after a request of the page in which the next one is looked for. */
const nextOneExpected = 5_000;

/**
 * How many mails one transaction takes. A commit waits for the disk and writes the pages that all mails change, so that more at
 * once are stored in less time; what the agent does waits for the transaction that is on its way.
 */
export class MailsAtOnce {
  readonly #now: () => number;
  #fit = usualMails;
  #asked = -Infinity;

  /** @param now milliseconds, from any beginning; never back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The page wants something written. */
  asked(): void {
    this.#asked = this.#now();
  }

  get most(): number {
    return this.#now() - this.#asked < nextOneExpected ? mailsWhileAsked : this.#fit;
  }

  /** Runs a transaction that stores so many mails, to know how many of them fit. What could not be stored says nothing. */
  timed<Result>(mails: number, store: () => Result): Result {
    const begun = this.#now();
    const result = store();
    // Few say little: their transaction waits for the disk as long as one of many.
    if (mails >= mailsWhileAsked) this.#fit = fitting(mails, this.#now() - begun);
    return result;
  }
}

function fitting(mails: number, milliseconds: number): number {
  const fit = milliseconds > 0 ? Math.floor((mails * shortEnough) / milliseconds) : mostMails;
  return Math.min(mostMails, Math.max(usualMails, fit));
}
