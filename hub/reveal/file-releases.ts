import { randomUUID } from 'node:crypto';
import type { AskedFor, WaitingFile } from '../../shared/contract/console/releases.ts';
import type { HubAttachment } from '../../shared/contract/wire/index.ts';
import type { HiddenCount } from '../../shared/domain/attachment.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { AgentId, type AttachmentId, ConversationId, type DeviceId, type MessageId, ReleaseId } from '../../shared/domain/ids.ts';
import { releasable, type ReleasePolicy } from '../../shared/domain/release.ts';
import type { RevealReason } from '../../shared/domain/reveal.ts';
import { mayReadConversation, maySee } from '../conversations/audience.ts';
import { type Seen, seenOf } from '../conversations/attachments.ts';
import { openContent } from '../conversations/messages.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, Tx, Viewer } from '../ports.ts';
import type { FileReleaseTable } from '../store/tables/files.ts';
import { knownEnough, type NotKnownEnough } from './known-enough.ts';

export class ReleaseError extends SealdeskError<'file-gone' | 'file-limit' | 'file-never' | 'file-unverified' | 'file-own' | 'file-late'> {}

const hour = 3_600_000;
/** How long a wish waits for somebody's word. */
const patience = hour;

export interface FileReleasesDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
}

/** Who asks, and on which of their laptops. */
export interface Asker {
  readonly agent: Viewer;
  readonly device: DeviceId;
}

export interface FileWish {
  readonly message: MessageId;
  readonly attachment: AttachmentId;
  readonly reason: RevealReason;
}

/** Refused, and in the audit log all the same: told after the commit. */
export type FileRefused = 'over-limit' | 'never' | NotKnownEnough;

/** A file that the hub has, as its message tells of it. */
interface Held {
  readonly conversationId: string;
  readonly name: string;
  readonly hidden: readonly HiddenCount[];
  readonly seen: Seen;
  readonly key: string;
  readonly assigneeId: string | null;
  readonly level: NotKnownEnough['level'];
}

/** A file that a laptop may have for a while. */
export interface Lent {
  /** Opens its chunks, base64. */
  readonly key: string;
  readonly seconds: number;
}

/**
 * Lets one laptop have a file that the hub holds, for minutes: whoever has the conversation, for a reason, where nothing in it is destroyed;
 * else two people. Each wish, each word about it and each limit met is in the audit log.
 */
export class FileReleases {
  readonly #deps: FileReleasesDeps;

  constructor(deps: FileReleasesDeps) {
    this.#deps = deps;
  }

  /**
   * Asked twice while it waits, or while the laptop has it, it stays the first one's.
   * @throws ReleaseError `file-gone` for what is not there, not held, or not to be seen: they are not told apart
   */
  async ask(tx: Tx, { agent, device }: Asker, { message, attachment, reason }: FileWish): Promise<AskedFor | FileRefused> {
    const now = this.#deps.clock.now();
    const { release, reveal } = (await this.#deps.policies.current(tx)).policy;
    const held = await this.#find(tx, agent, message, attachment);
    const before = await this.#before(tx, device, attachment, now);
    if (before !== null) return before;
    const kinds = held.hidden.map(({ type }) => type);
    const about = { conversation: held.conversationId, file: attachment, kinds: kinds.join(' '), reason };
    if (!releasable(release, kinds)) {
      await this.#note(tx, agent.id, 'file.never', message, about);
      return 'never';
    }
    const short = knownEnough(reveal, kinds, held.level);
    if (short !== null) {
      await this.#note(tx, agent.id, 'file.unverified', message, { ...about, level: held.level });
      return short;
    }
    if ((await this.#askedSince(tx, agent, now - hour)) >= release.perHour) {
      await this.#note(tx, agent.id, 'file.over-limit', message, about);
      return 'over-limit';
    }
    const id = ReleaseId.parse(randomUUID());
    const until = mayAlone(release, held, agent) ? now + release.minutes * 60_000 : null;
    await tx
      .insertInto('file_releases')
      .values({
        id, agent_id: agent.id, device_id: device, attachment_id: attachment, message_id: message, conversation_id: held.conversationId, reason,
        state: until === null ? 'waiting' : 'released', asked_at: now, decided_by: null, decided_at: null, until,
      })
      .execute();
    await this.#note(tx, agent.id, until === null ? 'file.asked' : 'file.released', message, { ...about, device, release: id, ...(until === null ? {} : { minutes: release.minutes }) });
    return until === null ? { kind: 'waiting', release: id } : { kind: 'released', until };
  }

  /** @throws ReleaseError `file-gone`, also for another laptop's; `file-late` */
  async take(tx: Tx, { agent, device }: Asker, id: ReleaseId): Promise<AskedFor> {
    const row = await tx.selectFrom('file_releases').selectAll().where('id', '=', id).where('agent_id', '=', agent.id).where('device_id', '=', device).executeTakeFirst();
    if (row === undefined) throw gone();
    const answer = answerOf(row, this.#deps.clock.now());
    if (answer === null) throw new ReleaseError('file-late', 'Nobody answered in time, or its time is over. Ask once more.');
    return answer;
  }

  /** Wishes of others that wait for a word, oldest first, of conversations that the decider may see. */
  async waiting(tx: Tx, decider: Viewer): Promise<WaitingFile[]> {
    const rows = await tx
      .selectFrom('file_releases')
      .innerJoin('conversations', 'conversations.id', 'file_releases.conversation_id')
      .selectAll('file_releases')
      .select(['conversations.assignee_id', 'conversations.team_id'])
      .where('file_releases.state', '=', 'waiting')
      .where('file_releases.asked_at', '>', this.#deps.clock.now() - patience)
      .where('file_releases.agent_id', '!=', decider.id)
      .orderBy('file_releases.asked_at')
      .orderBy('file_releases.id')
      .limit(100)
      .execute();
    const waiting: WaitingFile[] = [];
    for (const row of rows) {
      const held = maySee(decider, row) ? await this.#open(tx, row.message_id, row.attachment_id) : null;
      if (held === null) continue;
      const agent = await this.#deps.agents.find(tx, AgentId.parse(row.agent_id));
      waiting.push({
        release: ReleaseId.parse(row.id), agentName: agent?.name ?? '', conversationId: ConversationId.parse(row.conversation_id),
        name: held.name, hidden: [...held.hidden], read: readOf(held.seen), reason: row.reason, askedAt: row.asked_at,
      });
    }
    return waiting;
  }

  /**
   * @returns what is missing where less is known of the customer by now than the policy asks for: it goes on waiting, and the audit log has the try
   * @throws ReleaseError `file-gone`; `file-own`: nobody decides about their own; `file-late`
   */
  async decide(tx: Tx, decider: Viewer, id: ReleaseId, allow: boolean): Promise<NotKnownEnough | null> {
    const row = await tx.selectFrom('file_releases').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row || !(await mayReadConversation(tx, decider, row.conversation_id))) throw gone();
    if (row.agent_id === decider.id) throw new ReleaseError('file-own', 'Somebody else has to decide about what you asked for yourself.');
    const now = this.#deps.clock.now();
    if (row.state !== 'waiting' || now > row.asked_at + patience) throw new ReleaseError('file-late', 'This was answered already, or waited too long.');
    const held = await this.#open(tx, row.message_id, row.attachment_id);
    const { release, reveal } = (await this.#deps.policies.current(tx)).policy;
    const kinds = held?.hidden.map(({ type }) => type) ?? [];
    // The policy may have changed while it waited, and the file may have gone.
    if (allow && (held === null || !releasable(release, kinds))) throw gone();
    const about = { agent: row.agent_id, conversation: row.conversation_id, file: row.attachment_id, reason: row.reason, device: row.device_id, release: id };
    // So may how far the customer is known.
    const short = allow && held !== null ? knownEnough(reveal, kinds, held.level) : null;
    if (short !== null) {
      await this.#note(tx, decider.id, 'file.unverified', row.message_id, { ...about, kinds: kinds.join(' '), level: short.level });
      return short;
    }
    const until = now + release.minutes * 60_000;
    await tx.updateTable('file_releases').set({ state: allow ? 'released' : 'denied', decided_by: decider.id, decided_at: now, until: allow ? until : null }).where('id', '=', id).execute();
    await this.#note(tx, decider.id, allow ? 'file.released' : 'file.denied', row.message_id, { ...about, ...(allow ? { minutes: release.minutes } : {}) });
    return null;
  }

  /** What a laptop needs for a file that it may have just now; null where it may not. */
  async current(tx: Tx, { agent, device }: Asker, attachment: AttachmentId): Promise<Lent | null> {
    const now = this.#deps.clock.now();
    const row = await tx
      .selectFrom('file_releases')
      .selectAll()
      .where('attachment_id', '=', attachment)
      .where('device_id', '=', device)
      .where('agent_id', '=', agent.id)
      .where('state', '=', 'released')
      .where('until', '>', now)
      .orderBy('until', 'desc')
      .executeTakeFirst();
    const held = row && (await this.#open(tx, row.message_id, attachment));
    if (!row || !held || row.until === null) return null;
    const { release, reveal } = (await this.#deps.policies.current(tx)).policy;
    const kinds = held.hidden.map(({ type }) => type);
    return releasable(release, kinds) && knownEnough(reveal, kinds, held.level) === null ? { key: held.key, seconds: Math.ceil((row.until - now) / 1000) } : null;
  }

  async #before(tx: Tx, device: DeviceId, attachment: AttachmentId, now: number): Promise<AskedFor | null> {
    const row = await tx.selectFrom('file_releases').selectAll().where('attachment_id', '=', attachment).where('device_id', '=', device).where('state', 'in', ['waiting', 'released']).orderBy('asked_at', 'desc').executeTakeFirst();
    return row === undefined ? null : answerOf(row, now);
  }

  async #askedSince(tx: Tx, agent: Viewer, since: number): Promise<number> {
    const { asked } = await tx.selectFrom('file_releases').select((e) => e.fn.countAll<number>().as('asked')).where('agent_id', '=', agent.id).where('asked_at', '>', since).executeTakeFirstOrThrow();
    return asked;
  }

  async #find(tx: Tx, agent: Viewer, message: MessageId, attachment: AttachmentId): Promise<Held> {
    const held = await this.#open(tx, message, attachment);
    if (held === null || neverHeld.has(held.seen) || !(await mayReadConversation(tx, agent, held.conversationId))) throw gone();
    return held;
  }

  /** @returns null for what is not there, or not any more */
  async #open(tx: Tx, message: string, attachment: string): Promise<Held | null> {
    const file = await tx.selectFrom('attachments').selectAll().where('id', '=', attachment).where('message_id', '=', message).executeTakeFirst();
    const row = await tx.selectFrom('messages').selectAll().where('id', '=', message).executeTakeFirst();
    if (!file || !row || (file.deadline !== null && file.deadline <= this.#deps.clock.now())) return null;
    const conversation = await tx.selectFrom('conversations').select(['assignee_id', 'verification']).where('id', '=', row.conversation_id).executeTakeFirstOrThrow();
    const { attachments } = await openContent(tx, this.#deps.envelope, row);
    const kept = attachments.map(keptOf).find((each) => each?.id === attachment);
    if (!kept) return null;
    return { conversationId: row.conversation_id, name: kept.name, hidden: kept.hidden, seen: seenOf(file.redacted), key: kept.key, assigneeId: conversation.assignee_id, level: conversation.verification };
  }

  #note(tx: Tx, agent: AgentId, action: string, subject: string, detail: Readonly<Record<string, string | number>>): Promise<void> {
    return this.#deps.audit.append(tx, { actor: `agent:${agent}`, action, subject, detail });
  }
}

function keptOf({ name, contents }: HubAttachment): { readonly id: AttachmentId; readonly name: string; readonly key: string; readonly hidden: readonly HiddenCount[] } | null {
  return contents?.state === 'kept' ? { id: contents.id, name, key: contents.key, hidden: contents.hidden ?? [] } : null;
}

/** Whoever has the conversation, for a file that was read to its end and has nothing in it that is destroyed. */
function mayAlone({ approval }: ReleasePolicy, { seen, assigneeId }: Held, agent: Viewer): boolean {
  return approval === 'when-needed' && assigneeId === agent.id && (seen === 'found-whole' || seen === 'nothing-found');
}

/** Text goes redacted, and what an agent sends is let out by the gate for it, or by nobody. */
const neverHeld: ReadonlySet<Seen> = new Set(['redacted', 'not-let-out', 'let-out']);

function readOf(seen: Seen): WaitingFile['read'] {
  switch (seen) {
    case 'nothing-found':
    case 'found-whole':
    case 'redacted':
      return 'whole';
    case 'found':
    case 'destroyed':
      return 'in-part';
    case 'unread':
    case 'not-let-out':
    case 'let-out':
      return 'not';
  }
}

/** Null: its time is over, or nobody has answered in time. */
function answerOf({ id, state, asked_at, until }: FileReleaseTable, now: number): AskedFor | null {
  switch (state) {
    case 'waiting':
      return now > asked_at + patience ? null : { kind: 'waiting', release: ReleaseId.parse(id) };
    case 'released':
      return until === null || until <= now ? null : { kind: 'released', until };
    case 'denied':
      return { kind: 'denied' };
  }
}

const gone = () => new ReleaseError('file-gone', 'There is no such file to be had: it is not kept, its message has changed, or it is not among those you can see.');
