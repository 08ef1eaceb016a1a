import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { AgentId } from '../../shared/domain/ids.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import type { Audit, Tx } from '../ports.ts';

/** The base32 alphabet (RFC 4648 section 6): 32 letters, so that five bits of a random byte choose one without bias. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 130 bits. */
const codeLength = 26;
/** Finds the invite; the other 18 letters (90 bits) are what a guesser would have to guess, in five tries. */
const lookupLength = 8;
const guessLimit = 5;

const digest = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());

/** One-time invites: 30 minutes by default, bound to an agent, kept only as hashes. */
export class Invites {
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(audit: Audit, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** @returns the code, which is shown once and kept nowhere. */
  async make(tx: Tx, actor: string, agentId: AgentId, minutes: number): Promise<{ id: string; code: string; expiresAt: number }> {
    const code = [...randomBytes(codeLength)].map((byte) => alphabet[byte & 31]).join('');
    const id = randomUUID();
    const now = this.#clock.now();
    const expiresAt = now + minutes * 60_000;
    await tx
      .insertInto('invites')
      .values({
        id,
        lookup: digest(code.slice(0, lookupLength)),
        code_hash: digest(code),
        agent_id: agentId,
        created_at: now,
        expires_at: expiresAt,
        failures: 0,
        used_at: null,
        burned_at: null,
      })
      .execute();
    await this.#audit.append(tx, { actor, action: 'invite.made', subject: agentId, detail: { invite: id, minutes } });
    return { id, code, expiresAt };
  }

  /**
   * Uses an invite up. A wrong code counts against the invite it was aimed at, which is burned after
   * five.
   * @returns whose invite it was; null when it is unknown, used, burned or has expired: one answer for all.
   */
  async redeem(tx: Tx, code: string): Promise<AgentId | null> {
    const now = this.#clock.now();
    const aimedAt = await tx.selectFrom('invites').selectAll().where('lookup', '=', digest(code.slice(0, lookupLength))).execute();
    for (const invite of aimedAt) {
      const open = invite.used_at === null && invite.burned_at === null && invite.expires_at > now;
      if (sameSecret(invite.code_hash, digest(code))) {
        if (!open) return null;
        await tx.updateTable('invites').set({ used_at: now }).where('id', '=', invite.id).execute();
        return invite.agent_id as AgentId;
      }
      const failures = invite.failures + 1;
      const burned = open && failures >= guessLimit;
      await tx.updateTable('invites').set({ failures, ...(burned ? { burned_at: now } : {}) }).where('id', '=', invite.id).execute();
      if (burned) await this.#audit.append(tx, { actor: 'hub', action: 'invite.burned', subject: invite.agent_id, detail: { invite: invite.id } });
    }
    return null;
  }
}
