import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { cannedConsoleCalls } from '../../shared/contract/console/canned.ts';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { CannedReply, mostCannedReplies } from '../../shared/domain/canned-reply.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { CannedReplyId } from '../../shared/domain/ids.ts';
import { can } from '../../shared/domain/permission.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { withheld } from '../delivery/data-loss.ts';
import type { Audit, Envelope, FanOut, MessagePolicy, Tx, Viewer } from '../ports.ts';
import type { CannedReplyTable } from '../store/tables/conversations.ts';

export type CannedProblem = 'shortcut-taken' | 'too-many' | 'team-unknown' | 'canned-unknown' | 'withheld';
export class CannedError extends SealdeskError<CannedProblem> {}

type CannedDraft = z.output<(typeof cannedConsoleCalls)['canned.save']['input']>;

/** All texts together, in UTF-16 code units: a device gets them in one go, and so does the console. */
const mostText = 300_000;

export interface CannedDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly fanOut: FanOut;
  readonly policy: MessagePolicy;
}

/** Texts that agents answer with: written once, for everybody or a team, and known to every device whose agent may answer. */
export class CannedReplies {
  readonly #deps: CannedDeps;

  constructor(deps: CannedDeps) {
    this.#deps = deps;
  }

  /** All of them, by name. */
  async list(tx: Tx): Promise<CannedReply[]> {
    const rows = await tx.selectFrom('canned_replies').selectAll().execute();
    return rows.map((row) => this.#open(row)).sort((one, other) => one.name.localeCompare(other.name));
  }

  /**
   * Keeps a new one, or another version of one that is there, and tells the devices.
   * @throws CannedError what may not leave in an answer is not kept to answer with, either
   */
  async save(tx: Tx, actor: string, draft: CannedDraft): Promise<CannedReply> {
    const { clock, audit, envelope, fanOut } = this.#deps;
    const reply = CannedReply.parse({ ...draft, id: draft.id ?? CannedReplyId.parse(randomUUID()) });
    await this.#refuse(tx, reply, draft.id !== null);
    const row = {
      team_id: reply.teamId,
      shortcut_index: this.#index(reply.shortcut),
      sealed: envelope.sealSystem(context(reply.id), utf8(JSON.stringify(reply))),
      changed_at: clock.now(),
    };
    if (draft.id === null) await tx.insertInto('canned_replies').values({ id: reply.id, created_at: clock.now(), ...row }).execute();
    else await tx.updateTable('canned_replies').set(row).where('id', '=', reply.id).execute();
    await audit.append(tx, { actor, action: 'canned.saved', subject: reply.id, detail: { new: draft.id === null, languages: reply.texts.length, team: reply.teamId ?? 'all' } });
    const all = await this.list(tx);
    // One that has changed teams goes from those who have it no more.
    await fanOut.publish(tx, (viewer) => (mayAnswer(viewer) ? [...(isFor(viewer, reply) ? [{ e: 'canned' as const, reply }] : []), kept(viewer, all)] : []));
    return reply;
  }

  /** @throws CannedError `canned-unknown` */
  async remove(tx: Tx, actor: string, id: CannedReplyId): Promise<void> {
    const { numDeletedRows } = await tx.deleteFrom('canned_replies').where('id', '=', id).executeTakeFirst();
    if (numDeletedRows === 0n) throw unknown();
    await this.#deps.audit.append(tx, { actor, action: 'canned.removed', subject: id });
    const all = await this.list(tx);
    await this.#deps.fanOut.publish(tx, (viewer) => (mayAnswer(viewer) ? [kept(viewer, all)] : []));
  }

  /** All that a device is to have, for its first mail and where its agent's teams have changed. */
  async eventsFor(tx: Tx, viewer: Viewer): Promise<HubEvent[]> {
    const all = mayAnswer(viewer) ? await this.list(tx) : [];
    return [...all.filter((reply) => isFor(viewer, reply)).map((reply) => ({ e: 'canned' as const, reply })), kept(viewer, all)];
  }

  async #refuse(tx: Tx, reply: CannedReply, known: boolean): Promise<void> {
    const others = (await this.list(tx)).filter(({ id }) => id !== reply.id);
    const isKnown = (await tx.selectFrom('canned_replies').select('id').where('id', '=', reply.id).executeTakeFirst()) !== undefined;
    if (known !== isKnown) throw unknown();
    if (others.length >= mostCannedReplies) throw new CannedError('too-many', `There are ${mostCannedReplies} canned replies already. Remove one that nobody uses.`);
    if ([...others, reply].flatMap(({ texts }) => texts).reduce((sum, { text }) => sum + text.length, 0) > mostText) throw new CannedError('too-many', 'All canned replies together are too long. Shorten or remove some.');
    if (others.some(({ shortcut }) => shortcut === reply.shortcut)) throw new CannedError('shortcut-taken', `Another canned reply has the shortcut “${reply.shortcut}”.`);
    if (reply.teamId !== null && !(await tx.selectFrom('teams').select('id').where('id', '=', reply.teamId).executeTakeFirst())) throw new CannedError('team-unknown', 'There is no such team.');
    const { redaction } = await this.#deps.policy(tx);
    if ([reply.name, ...reply.texts.map(({ text }) => text)].some((text) => withheld(text, redaction) !== null)) {
      throw new CannedError('withheld', 'It contains data that must not leave the company, such as a card number. Take it out, then save it again.');
    }
  }

  #index(shortcut: string): Uint8Array {
    return this.#deps.envelope.blindIndex('content', `canned ${shortcut}`);
  }

  #open(row: CannedReplyTable): CannedReply {
    return CannedReply.parse(JSON.parse(Buffer.from(this.#deps.envelope.openSystem(context(row.id), row.sealed)).toString('utf8')));
  }
}

const context = (id: string) => `canned_replies.sealed:${id}`;
const unknown = () => new CannedError('canned-unknown', 'This canned reply has been removed meanwhile.');
const mayAnswer = (viewer: Viewer): boolean => viewer.status === 'active' && can(viewer.roles, 'conversation.reply');
const isFor = (viewer: Viewer, { teamId }: CannedReply): boolean => teamId === null || viewer.teamIds.includes(teamId);

function kept(viewer: Viewer, all: readonly CannedReply[]): HubEvent {
  return { e: 'canned.kept', ids: all.filter((reply) => isFor(viewer, reply)).map(({ id }) => id) };
}
