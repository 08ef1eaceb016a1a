import { randomBytes, randomInt } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Clock } from '../../../shared/domain/clock.ts';
import type { WorkChallenge, WorkSolution } from '../../widget/chat-frames.ts';
import { hardest } from './beginnings.ts';

/** How long a page may work, in milliseconds. */
const patience = 5 * 60_000;
/** Rounds of one try (PBKDF2, RFC 8018), which the hub does once for each challenge, and tries of the easiest work: about a second of a telephone's. */
const rounds = 1_000;
const tries = 300;

/**
 * Work that a page does before it may begin a conversation while many begin (ALTCHA's protocol, version 2): to find by trying
 * what the hub has chosen. A challenge is one connection's, once and for a while, so that no solution can be sold.
 */
export class ProofOfWork<Page extends object> {
  readonly #clock: Clock;
  readonly #secrets = { hmacSignatureSecret: randomBytes(32).toString('hex'), hmacKeySignatureSecret: randomBytes(32).toString('hex') };
  readonly #given = new WeakMap<Page, { readonly challenge: WorkChallenge; readonly until: number }>();
  readonly #done = new WeakSet<Page>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hasWorked(page: Page): boolean {
    return this.#done.has(page);
  }

  /** The work of a page; the same while it lasts. @param level 1 to `hardest` */
  async ask(page: Page, level: number): Promise<WorkChallenge> {
    const given = this.#given.get(page);
    if (given !== undefined && given.until > this.#clock.monotonic()) return given.challenge;
    const most = tries * 2 ** Math.min(level, hardest);
    const made = await createChallenge({ algorithm: 'PBKDF2/SHA-256', cost: rounds, counter: randomInt(most / 2, most), deriveKey, ...this.#secrets });
    const { algorithm, nonce, salt, cost, keyLength, keyPrefix, keySignature = '' } = made.parameters;
    const challenge = { parameters: { algorithm, nonce, salt, cost, keyLength, keyPrefix, keySignature }, signature: made.signature ?? '' };
    this.#given.set(page, { challenge, until: this.#clock.monotonic() + patience });
    return challenge;
  }

  /** Takes a page's work in: right or wrong, the challenge is spent. */
  async take(page: Page, solution: WorkSolution): Promise<boolean> {
    const given = this.#given.get(page);
    this.#given.delete(page);
    if (given === undefined || given.until <= this.#clock.monotonic()) return false;
    const { verified } = await verifySolution({ challenge: given.challenge, solution, deriveKey, ...this.#secrets });
    if (verified) this.#done.add(page);
    return verified;
  }
}
