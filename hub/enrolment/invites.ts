import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import type { InventoryRecord, InviteCard } from '../../shared/domain/device.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AgentId, DeviceId, InventoryId, InviteId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { Role } from '../../shared/domain/permission.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Tx } from '../ports.ts';
import type { InviteTable } from '../store/tables/trust.ts';
import type { Inventory } from './inventory.ts';
import { compareMachines, type Machine, machineOf } from './machine.ts';

export type InviteProblem = 'invite-unknown' | 'invite-not-open' | 'invite-roles' | 'agent-suspended';
export class InviteError extends SealdeskError<InviteProblem> {}

/** The base32 alphabet (RFC 4648 section 6): 32 letters, so that five bits of a random byte choose one without bias. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 130 bits. */
const codeLength = 26;
/** Finds the invite; the other 18 letters (90 bits) are what a guesser would have to guess, in five tries. */
const lookupLength = 8;
const guessLimit = 5;

export const defaultInviteMinutes = 30;

export interface InviteTerms {
  readonly agent: Agent;
  readonly minutes: number;
  /** Null: whatever roles the agent has. */
  readonly roles: readonly Role[] | null;
  /** Null: any machine. */
  readonly asset: InventoryRecord | null;
}

/** What the invite of a device said. */
export interface Redeemed {
  readonly id: InviteId;
  readonly agent: Agent;
  readonly roles: readonly Role[] | null;
}

/** Why an invite did not hold: for the audit log. The device is told the same for each. */
type Refusal = 'unknown' | 'wrong-code' | Exclude<InviteCard['state'], 'open'> | 'agent-suspended' | 'roles-taken-away' | 'asset-removed' | 'other-machine';

export interface InviteRooms {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly agents: Agents;
  readonly inventory: Inventory;
}

const digest = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const RoleNames = z.array(Role);

/** One-time invites, bound to an agent and, where IT says so, to roles and to a machine. Kept only as hashes. */
export class Invites {
  readonly #rooms: InviteRooms;

  constructor(rooms: InviteRooms) {
    this.#rooms = rooms;
  }

  /**
   * @returns the code, which is shown once and kept nowhere.
   * @throws InviteError `agent-suspended`, `invite-roles` when the agent lacks one of the roles.
   */
  async make(tx: Tx, actor: string, { agent, minutes, roles, asset }: InviteTerms): Promise<{ id: InviteId; code: string; expiresAt: number }> {
    if (agent.status !== 'active') throw new InviteError('agent-suspended', 'This agent is suspended. Lift the suspension first.');
    const lacking = (roles ?? []).filter((role) => !agent.roles.includes(role));
    if (lacking.length > 0) throw new InviteError('invite-roles', `This agent does not have the role ${lacking.join(' and ')}. Give it to the agent first, or invite for fewer roles.`);
    const code = [...randomBytes(codeLength)].map((byte) => alphabet[byte & 31]).join('');
    const id = randomUUID() as string as InviteId;
    const now = this.#rooms.clock.now();
    const expiresAt = now + minutes * 60_000;
    await tx
      .insertInto('invites')
      .values({
        id,
        lookup: digest(code.slice(0, lookupLength)),
        code_hash: digest(code),
        agent_id: agent.id,
        created_at: now,
        expires_at: expiresAt,
        failures: 0,
        used_at: null,
        burned_at: null,
        cancelled_at: null,
        roles: roles === null ? null : JSON.stringify([...new Set(roles)]),
        inventory_id: asset?.id ?? null,
        device_id: null,
      })
      .execute();
    const detail = { invite: id, minutes, ...(roles ? { roles: roles.join(' ') } : {}), ...(asset ? { asset: asset.id } : {}) };
    await this.#rooms.audit.append(tx, { actor, action: 'invite.made', subject: agent.id, detail });
    return { id, code, expiresAt };
  }

  /**
   * Uses an invite up for a device. A wrong code counts against the invite it was aimed at, and so does
   * the right one from another machine; at five the invite is burned.
   * @returns what the invite said; null when it does not hold: one answer for all reasons, which the audit log tells apart.
   */
  async redeem(tx: Tx, code: string, deviceId: DeviceId, machine: Machine): Promise<Redeemed | null> {
    const aimedAt = await tx.selectFrom('invites').selectAll().where('lookup', '=', digest(code.slice(0, lookupLength))).execute();
    let refusal: Refusal = 'unknown';
    for (const invite of aimedAt) {
      if (!sameSecret(invite.code_hash, digest(code))) {
        refusal = 'wrong-code';
        await this.#count(tx, invite);
        continue;
      }
      const outcome = await this.#judge(tx, invite, machine);
      if (typeof outcome !== 'string') {
        await tx.updateTable('invites').set({ used_at: this.#rooms.clock.now(), device_id: deviceId }).where('id', '=', invite.id).execute();
        return outcome;
      }
      refusal = outcome;
      if (refusal === 'other-machine') await this.#count(tx, invite);
      await this.#refused(tx, deviceId, refusal, { invite: invite.id });
      return null;
    }
    await this.#refused(tx, deviceId, refusal, {});
    return null;
  }

  /** The newest first. */
  async list(tx: Tx): Promise<InviteCard[]> {
    const rows = await tx.selectFrom('invites').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
    const agents = new Map((await this.#rooms.agents.list(tx)).map((agent) => [agent.id as string, agent]));
    const tags = await this.#rooms.inventory.tags(tx);
    return rows.map((row) => this.#card(row, agents, tags));
  }

  /** @throws InviteError `invite-unknown`, `invite-not-open` */
  async cancel(tx: Tx, actor: string, id: string): Promise<InviteCard> {
    const row = await tx.selectFrom('invites').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) throw new InviteError('invite-unknown', 'There is no such invite. See "sealdesk invite list".');
    const state = this.#state(row);
    if (state !== 'open') throw new InviteError('invite-not-open', `This invite is ${state} already: nobody can use it.`);
    const cancelled = { ...row, cancelled_at: this.#rooms.clock.now() };
    await this.#cancel(tx, actor, row, cancelled.cancelled_at);
    const agent = await this.#rooms.agents.require(tx, row.agent_id);
    return this.#card(cancelled, new Map([[agent.id as string, agent]]), await this.#rooms.inventory.tags(tx));
  }

  /** Cancels every open invite of an agent who leaves, or for a machine that leaves. */
  async cancelAllOf(tx: Tx, actor: string, of: { readonly agentId: AgentId } | { readonly asset: InventoryId }): Promise<void> {
    const all = tx.selectFrom('invites').selectAll();
    const rows = await ('agentId' in of ? all.where('agent_id', '=', of.agentId) : all.where('inventory_id', '=', of.asset)).execute();
    const now = this.#rooms.clock.now();
    for (const row of rows) if (this.#state(row) === 'open') await this.#cancel(tx, actor, row, now);
  }

  /** The machine that the invite of a device was for, if it was for one that is still in the inventory. */
  async assetOf(tx: Tx, inviteId: string | null): Promise<InventoryRecord | null> {
    if (inviteId === null) return null;
    const row = await tx.selectFrom('invites').select('inventory_id').where('id', '=', inviteId).executeTakeFirst();
    return row?.inventory_id ? this.#rooms.inventory.find(tx, row.inventory_id) : null;
  }

  async #judge(tx: Tx, invite: InviteTable, machine: Machine): Promise<Redeemed | Refusal> {
    const { agents, inventory } = this.#rooms;
    const state = this.#state(invite);
    if (state !== 'open') return state;
    const agent = await agents.find(tx, invite.agent_id);
    if (agent?.status !== 'active') return 'agent-suspended';
    const roles = rolesOf(invite);
    if (roles?.some((role) => !agent.roles.includes(role))) return 'roles-taken-away';
    if (invite.inventory_id !== null) {
      const asset = await inventory.find(tx, invite.inventory_id);
      if (!asset) return 'asset-removed';
      if (compareMachines(machineOf(asset), machine) === 'other') return 'other-machine';
    }
    return { id: invite.id as InviteId, agent, roles };
  }

  async #count(tx: Tx, invite: InviteTable): Promise<void> {
    const failures = invite.failures + 1;
    const burned = this.#state(invite) === 'open' && failures >= guessLimit;
    await tx.updateTable('invites').set({ failures, ...(burned ? { burned_at: this.#rooms.clock.now() } : {}) }).where('id', '=', invite.id).execute();
    if (burned) await this.#rooms.audit.append(tx, { actor: 'hub', action: 'invite.burned', subject: invite.agent_id, detail: { invite: invite.id } });
  }

  async #refused(tx: Tx, deviceId: DeviceId, reason: Refusal, detail: { readonly invite?: string }): Promise<void> {
    await this.#rooms.audit.append(tx, { actor: `device:${deviceId}`, action: 'invite.refused', subject: deviceId, detail: { reason, ...detail } });
  }

  async #cancel(tx: Tx, actor: string, row: InviteTable, at: number): Promise<void> {
    await tx.updateTable('invites').set({ cancelled_at: at }).where('id', '=', row.id).execute();
    await this.#rooms.audit.append(tx, { actor, action: 'invite.cancelled', subject: row.agent_id, detail: { invite: row.id } });
  }

  #state(row: InviteTable): InviteCard['state'] {
    if (row.used_at !== null) return 'used';
    if (row.cancelled_at !== null) return 'cancelled';
    if (row.burned_at !== null) return 'burned';
    return row.expires_at > this.#rooms.clock.now() ? 'open' : 'expired';
  }

  #card(row: InviteTable, agents: ReadonlyMap<string, Agent>, tags: ReadonlyMap<string, string>): InviteCard {
    const agent = agents.get(row.agent_id);
    if (!agent) throw new InviteError('invite-unknown', 'The agent of this invite is not known.');
    return {
      id: row.id as InviteId,
      agent: { id: agent.id, name: agent.name, email: agent.email },
      roles: rolesOf(row),
      asset: row.inventory_id === null ? null : { id: row.inventory_id as InventoryId, tag: tags.get(row.inventory_id) ?? '' },
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      state: this.#state(row),
      deviceId: row.device_id as DeviceId | null,
    };
  }
}

function rolesOf(row: Pick<InviteTable, 'roles'>): Role[] | null {
  return row.roles === null ? null : RoleNames.parse(JSON.parse(row.roles));
}
