import type { DeviceMail, HubEvent } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { AgentId, ConversationId, type DeviceId } from '../../shared/domain/ids.ts';
import { maySee } from '../conversations/audience.ts';
import { readConversation } from '../conversations/conversations.ts';
import { withheld } from '../delivery/data-loss.ts';
import { devicesOf } from '../enrolment/viewers.ts';
import type { Mailboxes } from '../mailbox/mailbox.ts';
import type { Agents } from '../people/agents.ts';
import type { Envelope, MessagePolicy, Tx, Viewer } from '../ports.ts';
import type { ConversationTable, DraftTable } from '../store/tables/conversations.ts';
import { filesElsewhere, sameFiles, withFiles } from './files-beside.ts';
import { type DraftContent, noContent, openDraft, sealDraft } from './kept-drafts.ts';

type Written = Extract<DeviceMail, { m: 'draft' }>;

/** Drafts of one agent that are kept at a time. */
const mostDrafts = 2000;
const day = 24 * 3_600_000;
/** So long it is known that a draft has gone, so that a device that was away does not bring it back. Longer than mail waits for a device. */
const goneKnownFor = 60 * day;
/** Nobody writes so many versions; a device that says so would leave no number for the next one. */
const mostVersions = 2 ** 40;
/** Drafts that one step lets go. */
const perStep = 50;

export interface DraftsDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly policy: MessagePolicy;
  readonly agents: Pick<Agents, 'find'>;
  readonly mailboxes: Pick<Mailboxes, 'send'>;
}

/**
 * What an agent is writing, for that agent's own devices and nobody else: a number of each version, the newest text sealed, and where it
 * has gone only that it has. Whoever writes on from an older version gets the newer one instead; joining the two is the device's.
 */
export class Drafts {
  readonly #deps: DraftsDeps;

  constructor(deps: DraftsDeps) {
    this.#deps = deps;
  }

  /** Takes a version of a draft, and answers the device; the agent's other devices are told. @param agent in the roles of the device */
  async take(tx: Tx, agent: Viewer, deviceId: DeviceId, written: Written): Promise<void> {
    const { mailboxes } = this.#deps;
    const { conversationId, kind, key } = written;
    const answer = (event: HubEvent) => mailboxes.send(tx, deviceId, [event]);
    const conversation = await readConversation(tx, conversationId);
    if (conversation === null || !maySee(agent, conversation) || written.base > mostVersions) return answer({ e: 'draft.stays', conversationId, kind, key, version: written.base, why: 'refused' });
    const row = await this.#row(tx, agent, written);
    const before = row === null ? noContent : await openDraft(tx, this.#deps.envelope, conversation.customer_id, row);
    const files = withFiles(before.files, deviceId, written.files);
    if (row !== null) {
      // Sent again because the answer was lost, or written the same on both.
      const same = before.text === written.text && sameFiles(before.files, files);
      if (row.withheld === 1 && row.key === key) return answer({ e: 'draft.stays', conversationId, kind, key, version: row.version, why: 'withheld' });
      if (row.key === key || (row.withheld === 0 && same)) return answer({ e: 'draft.kept', conversationId, kind, key, version: row.version });
      // A device that knows of more than the hub has met it before it was restored from a backup.
      if (row.version > written.base) return answer(await this.#event(tx, conversation, row, deviceId));
    }
    if (before === noContent && written.text !== '' && (await this.#count(tx, agent)) >= mostDrafts) return answer({ e: 'draft.stays', conversationId, kind, key, version: written.base, why: 'refused' });
    const stays = withheld(written.text, (await this.#deps.policy(tx)).redaction) !== null;
    const kept = await this.#keep(tx, agent, conversation, written, stays ? noContent : { text: written.text, files }, stays);
    // The customer has been erased: nothing is kept of them.
    if (kept === null) return answer({ e: 'draft.stays', conversationId, kind, key, version: written.base, why: 'refused' });
    await answer(stays ? { e: 'draft.stays', conversationId, kind, key, version: kept.version, why: 'withheld' } : { e: 'draft.kept', conversationId, kind, key, version: kept.version });
    await this.#tell(tx, agent, conversation, kept, deviceId);
  }

  /** What a device has of its agent's drafts when its session begins; of those alone that the agent may see there. */
  async eventsFor(tx: Tx, agent: Viewer, deviceId: DeviceId): Promise<HubEvent[]> {
    const events: HubEvent[] = [];
    for (const row of await tx.selectFrom('drafts').selectAll().where('agent_id', '=', agent.id).where('content', 'is not', null).orderBy('changed_at').orderBy('conversation_id').orderBy('kind').execute()) {
      const conversation = await readConversation(tx, row.conversation_id);
      if (conversation !== null && maySee(agent, conversation)) events.push(await this.#event(tx, conversation, row, deviceId));
    }
    return events;
  }

  /**
   * One step of letting go: drafts that nobody has touched for so many days, of conversations that are resolved and of agents who
   * are not active; and that others had gone, in the end. @returns whether there may be more
   */
  async letGo(tx: Tx, keptDays: number): Promise<boolean> {
    const now = this.#deps.clock.now();
    await tx.deleteFrom('drafts').where('content', 'is', null).where('changed_at', '<', now - goneKnownFor).execute();
    const idle = await tx
      .selectFrom('drafts')
      .innerJoin('conversations', 'conversations.id', 'drafts.conversation_id')
      .innerJoin('agents', 'agents.id', 'drafts.agent_id')
      .selectAll('drafts')
      .where('drafts.content', 'is not', null)
      .where('drafts.changed_at', '<', now - keptDays * day)
      .where((e) => e.or([e('conversations.status', '=', 'resolved'), e('agents.status', '!=', 'active')]))
      .limit(perStep)
      .execute();
    for (const row of idle) {
      const gone = { ...row, version: row.version + 1, content: null, sent: 0, withheld: 0, changed_at: now };
      await tx.updateTable('drafts').set({ version: gone.version, content: null, sent: 0, withheld: 0, changed_at: now }).where('agent_id', '=', row.agent_id).where('conversation_id', '=', row.conversation_id).where('kind', '=', row.kind).execute();
      const [agent, conversation] = [await this.#deps.agents.find(tx, AgentId.parse(row.agent_id)), await readConversation(tx, row.conversation_id)];
      if (agent !== null && conversation !== null) await this.#tell(tx, agent, conversation, gone, null);
    }
    return idle.length === perStep;
  }

  async #keep(tx: Tx, agent: Viewer, conversation: ConversationTable, { conversationId, kind, key, base, sent }: Written, content: DraftContent, stays: boolean): Promise<DraftTable | null> {
    const which = { agent_id: agent.id, conversation_id: conversationId, kind };
    const sealed = await sealDraft(tx, this.#deps.envelope, conversation.customer_id, which, content);
    if (sealed === 'erased') return null;
    const values = { version: base + 1, key, content: sealed, sent: content.text === '' && sent ? 1 : 0, withheld: stays ? 1 : 0, changed_at: this.#deps.clock.now() };
    await tx.insertInto('drafts').values({ ...which, ...values }).onConflict((conflict) => conflict.columns(['agent_id', 'conversation_id', 'kind']).doUpdateSet(values)).execute();
    return { ...which, ...values };
  }

  /** To the agent's devices, but for the one that wrote it, where its roles let the conversation be seen. */
  async #tell(tx: Tx, agent: Viewer, conversation: ConversationTable, row: DraftTable, author: DeviceId | null): Promise<void> {
    for (const { deviceId, as } of await devicesOf(tx, agent.id)) {
      if (deviceId !== author && maySee(as(agent), conversation)) await this.#deps.mailboxes.send(tx, deviceId, [await this.#event(tx, conversation, row, deviceId)]);
    }
  }

  async #event(tx: Tx, conversation: ConversationTable, row: DraftTable, deviceId: DeviceId): Promise<HubEvent> {
    const { text, files } = await openDraft(tx, this.#deps.envelope, conversation.customer_id, row);
    const elsewhere = await filesElsewhere(tx, AgentId.parse(row.agent_id), files, deviceId);
    return { e: 'draft', conversationId: ConversationId.parse(row.conversation_id), kind: row.kind, version: row.version, text, files: elsewhere, sent: row.sent === 1 };
  }

  async #row(tx: Tx, agent: Viewer, { conversationId, kind }: Written): Promise<DraftTable | null> {
    return (await tx.selectFrom('drafts').selectAll().where('agent_id', '=', agent.id).where('conversation_id', '=', conversationId).where('kind', '=', kind).executeTakeFirst()) ?? null;
  }

  async #count(tx: Tx, agent: Viewer): Promise<number> {
    const { n } = await tx.selectFrom('drafts').select((e) => e.fn.countAll<number>().as('n')).where('agent_id', '=', agent.id).where('content', 'is not', null).executeTakeFirstOrThrow();
    return n;
  }
}
