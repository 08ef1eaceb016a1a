import type { DeviceMail, HubEvent } from '../../shared/contract/wire/index.ts';
import { type Beginning, mostBeginnings, sameBeginning, wordsOf } from '../../shared/domain/beginning.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { AgentId, BeginningId, type DeviceId } from '../../shared/domain/ids.ts';
import { can } from '../../shared/domain/permission.ts';
import { writtenText } from '../../shared/marks/written-text.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import { holderOf } from '../conversations/merging/merge-content.ts';
import { maySeeCustomer } from '../conversations/outbound/recipient.ts';
import { withheld } from '../delivery/data-loss.ts';
import { devicesOf } from '../enrolment/viewers.ts';
import type { Agents } from '../people/agents.ts';
import type { Envelope, MessagePolicy, Tx, Viewer } from '../ports.ts';
import type { Mailboxes } from '../mailbox/mailbox.ts';
import type { BeginningTable } from '../store/tables/conversations.ts';
import { filesElsewhere, sameFiles, withFiles } from './files-beside.ts';
import { customerOfBeginning, type KeptBeginning, moveBeginnings, openBeginning, sealBeginning } from './kept-beginnings.ts';

type Written = Extract<DeviceMail, { m: 'beginning' }>;

const day = 24 * 3_600_000;
/** As long as of drafts: longer than mail waits for a device. */
const goneKnownFor = 60 * day;
/** Of one agent's, the newest of those that are gone: who begins and discards on and on fills nothing. A laptop that has missed an older one may bring it back, once. */
export const mostGone = 2 * mostBeginnings;
/** Nobody writes so many versions; a device that says so would leave no number for the next one. */
const mostVersions = 2 ** 40;
/** Those that one step lets go. */
const perStep = 50;

export interface BeginningsDeps {
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly policy: MessagePolicy;
  readonly agents: Pick<Agents, 'find'>;
  readonly mailboxes: Pick<Mailboxes, 'send'>;
}

/**
 * What an agent has begun to write to somebody first, or of a call, for that agent's own devices and nobody else: as drafts are kept
 * (./drafts.ts), but for what belongs to no conversation yet. Whoever writes on from an older version gets the newer one instead.
 */
export class Beginnings {
  readonly #deps: BeginningsDeps;

  constructor(deps: BeginningsDeps) {
    this.#deps = deps;
  }

  /** Takes a version, and answers the device; the agent's other devices are told. @param agent in the roles of the device */
  async take(tx: Tx, agent: Viewer, deviceId: DeviceId, sent: Written): Promise<void> {
    const { envelope, mailboxes } = this.#deps;
    // The device may not have heard yet that the customer was merged into another.
    const holder = sent.content?.with.kind === 'customer' ? await holderOf(tx, sent.content.with.customerId) : null;
    const written = holder === null || sent.content?.with.kind !== 'customer' ? sent : { ...sent, content: { ...sent.content, with: { ...sent.content.with, customerId: holder } } };
    const { id, key, base } = written;
    const answer = (event: HubEvent) => mailboxes.send(tx, deviceId, [event]);
    const stays = (why: 'refused' | 'withheld', version: number) => answer({ e: 'beginning.stays', id, key, version, why });
    if (!(await mayHave(tx, agent, written.content)) || base > mostVersions) return stays('refused', base);
    const row = (await tx.selectFrom('beginnings').selectAll().where('agent_id', '=', agent.id).where('id', '=', id).executeTakeFirst()) ?? null;
    const before = row === null ? null : await openBeginning(tx, envelope, row);
    const files = written.content === null ? {} : withFiles(before?.files ?? {}, deviceId, written.files ?? 0);
    if (row !== null) {
      // Sent again because the answer was lost, or written the same on both.
      if (row.withheld === 1 && row.key === key) return stays('withheld', row.version);
      if (row.key === key || (row.withheld === 0 && sameBeginning(before?.content ?? null, written.content) && sameFiles(before?.files ?? {}, files))) return answer({ e: 'beginning.kept', id, key, version: row.version });
      // A device that knows of more than the hub has met it before it was restored from a backup.
      if (row.version > base) return answer(await this.#event(tx, row, before, deviceId));
    }
    if (before === null && written.content !== null && (await this.#count(tx, agent)) >= mostBeginnings) return stays('refused', base);
    const held = written.content !== null && mustStay(written.content, (await this.#deps.policy(tx)).redaction);
    const kept = await this.#keep(tx, agent, written, held || written.content === null ? null : { content: written.content, files }, held);
    // The customer has been erased: nothing is kept of them.
    if (kept === null) return stays('refused', base);
    await (held ? stays('withheld', kept.version) : answer({ e: 'beginning.kept', id, key, version: kept.version }));
    if (sameBeginning(sent.content, written.content) || kept.content === null) return this.#tell(tx, agent, kept, deviceId);
    if (holder !== null) await this.tellMoved(tx, await moveBeginnings(tx, envelope, [kept], holder));
  }

  /** Who is named in them is another customer now: every device of their agents has that version, too. */
  async tellMoved(tx: Tx, rows: readonly BeginningTable[]): Promise<void> {
    for (const row of rows) {
      const agent = await this.#deps.agents.find(tx, AgentId.parse(row.agent_id));
      if (agent !== null) await this.#tell(tx, agent, row, null);
    }
  }

  /** What a device has of its agent's beginnings when its session begins; of those alone whose customer the agent may see there. */
  async eventsFor(tx: Tx, agent: Viewer, deviceId: DeviceId): Promise<HubEvent[]> {
    const events: HubEvent[] = [];
    for (const row of await tx.selectFrom('beginnings').selectAll().where('agent_id', '=', agent.id).where('content', 'is not', null).orderBy('changed_at').orderBy('id').execute()) {
      const kept = await openBeginning(tx, this.#deps.envelope, row);
      if (kept !== null && (await mayHave(tx, agent, kept.content))) events.push(await this.#event(tx, row, kept, deviceId));
    }
    return events;
  }

  /** One step of letting go: what nobody has touched for so many days, and, in the end, that others had gone. @returns whether there may be more */
  async letGo(tx: Tx, keptDays: number): Promise<boolean> {
    const now = this.#deps.clock.now();
    await tx.deleteFrom('beginnings').where('content', 'is', null).where('changed_at', '<', now - goneKnownFor).execute();
    const idle = await tx.selectFrom('beginnings').selectAll().where('content', 'is not', null).where('changed_at', '<', now - keptDays * day).limit(perStep).execute();
    for (const row of idle) {
      const gone = { version: row.version + 1, customer_id: null, content: null, withheld: 0, changed_at: now };
      await tx.updateTable('beginnings').set(gone).where('agent_id', '=', row.agent_id).where('id', '=', row.id).execute();
      const agent = await this.#deps.agents.find(tx, AgentId.parse(row.agent_id));
      if (agent !== null) await this.#tell(tx, agent, { ...row, ...gone }, null);
    }
    return idle.length === perStep;
  }

  async #keep(tx: Tx, agent: Viewer, { id, key, base }: Written, kept: KeptBeginning | null, held: boolean): Promise<BeginningTable | null> {
    const { envelope, clock } = this.#deps;
    const which = { agent_id: agent.id, id };
    const customerId = kept === null ? null : await customerOfBeginning(tx, envelope, kept.content);
    const sealed = kept === null ? null : await sealBeginning(tx, envelope, customerId, which, kept);
    if (sealed === 'erased') return null;
    const values = { version: base + 1, key, customer_id: customerId, content: sealed, withheld: held ? 1 : 0, changed_at: clock.now() };
    await tx.insertInto('beginnings').values({ ...which, ...values }).onConflict((conflict) => conflict.columns(['agent_id', 'id']).doUpdateSet(values)).execute();
    if (sealed === null) await this.#forgetGone(tx, agent, id);
    return { ...which, ...values };
  }

  /** The oldest of those that are gone, beyond so many. @param id of the one that has just gone: its device is to be told of it, whatever the clock says */
  async #forgetGone(tx: Tx, agent: Viewer, id: BeginningId): Promise<void> {
    const gone = await tx.selectFrom('beginnings').select('id').where('agent_id', '=', agent.id).where('content', 'is', null).where('id', '!=', id).orderBy('changed_at', 'desc').orderBy('id').offset(mostGone - 1).limit(perStep).execute();
    if (gone.length > 0) await tx.deleteFrom('beginnings').where('agent_id', '=', agent.id).where('id', 'in', gone.map((row) => row.id)).execute();
  }

  /** To the agent's devices, but for the one that wrote it, where its roles let the agent begin this. */
  async #tell(tx: Tx, agent: Viewer, row: BeginningTable, author: DeviceId | null): Promise<void> {
    const kept = await openBeginning(tx, this.#deps.envelope, row);
    for (const { deviceId, as } of await devicesOf(tx, agent.id)) {
      if (deviceId !== author && (await mayHave(tx, as(agent), kept?.content ?? null))) await this.#deps.mailboxes.send(tx, deviceId, [await this.#event(tx, row, kept, deviceId)]);
    }
  }

  async #event(tx: Tx, row: BeginningTable, kept: KeptBeginning | null, deviceId: DeviceId): Promise<HubEvent> {
    return { e: 'beginning', id: BeginningId.parse(row.id), version: row.version, content: kept?.content ?? null, files: await filesElsewhere(tx, AgentId.parse(row.agent_id), kept?.files ?? {}, deviceId) };
  }

  async #count(tx: Tx, agent: Viewer): Promise<number> {
    const { n } = await tx.selectFrom('beginnings').select((e) => e.fn.countAll<number>().as('n')).where('agent_id', '=', agent.id).where('content', 'is not', null).executeTakeFirstOrThrow();
    return n;
  }
}

/** Who may begin conversations, and with a customer only where they see them. */
async function mayHave(tx: Tx, agent: Viewer, content: Beginning | null): Promise<boolean> {
  if (agent.status !== 'active' || !can(agent.roles, 'conversation.start')) return false;
  return content?.with.kind !== 'customer' || maySeeCustomer(tx, agent, content.with.customerId);
}

function mustStay(content: Beginning, policy: RedactionPolicy): boolean {
  // With its marks and as it reads without: they would tear a number in two.
  return [content, { ...content, text: writtenText({ text: content.text, format: 'marked' }).text }].some((each) => withheld(wordsOf(each), policy) !== null);
}
