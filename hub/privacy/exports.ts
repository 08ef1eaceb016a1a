import { createHash, randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Message } from '../../shared/domain/conversation.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { AgentId, ConversationId, type CustomerId, TranscriptId } from '../../shared/domain/ids.ts';
import type { Agent, Customer } from '../../shared/domain/people.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { redactText } from '../../shared/redaction/index.ts';
import { asHtml } from '../../shared/transcript/as-html.ts';
import { asJson } from '../../shared/transcript/as-json.ts';
import { asText } from '../../shared/transcript/as-text.ts';
import { type AboutCustomer, type CustomerExport, customerPaper } from '../../shared/transcript/customer-export.ts';
import { hiddenLine, hideAgain, policyForPaper, runsOf } from '../../shared/transcript/hide-again.ts';
import { transcriptPaper } from '../../shared/transcript/paper.ts';
import { paperStyle } from '../../shared/transcript/paper-style.ts';
import { readable } from '../../shared/transcript/readable.ts';
import { type Mark, moment, type Transcript, type TranscriptConversation, TranscriptFormat, type TranscriptMessage } from '../../shared/transcript/transcript.ts';
import { type PaperWords, paperWords } from '../../shared/transcript/words.ts';
import type { Language } from '../../shared/language/languages.ts';
import { auditOfCustomer } from '../audit/audit-log.ts';
import { openConversation, readConversation } from '../conversations/conversations.ts';
import { customerSince, readCustomer } from '../conversations/customers.ts';
import { toMessage } from '../conversations/messages.ts';
import { languageOfConversation } from '../languages/language-of-conversation.ts';
import type { Policies } from '../enrolment/policies.ts';
import { readNotes } from '../orders/customer-notes.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { whoMay } from './allowed.ts';

export class ExportError extends SealdeskError<'export-not-allowed' | 'export-unknown'> {}

/** The hub prints nothing: a PDF is made on a workstation, or from the page. */
export const ExportFormat = TranscriptFormat.exclude(['pdf']);
export type ExportFormat = z.infer<typeof ExportFormat>;

export interface ExportsDeps {
  readonly store: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
  readonly organisation: string;
}

export interface Wish {
  /** Who has it made, by the address they are known by. */
  readonly by: string;
  /** Who runs the command. */
  readonly actor: string;
  readonly format: ExportFormat;
}

export interface Exported {
  readonly number: TranscriptId;
  /** The whole file, to be written in UTF-8. */
  readonly content: string;
  /** Of those bytes, in hexadecimal. */
  readonly sha256: string;
}

/** A conversation with its messages as they lie here, before they are hidden once more. */
interface Read {
  readonly row: ConversationTable;
  readonly subject: string;
  readonly messages: readonly Message[];
}

const styleHash = createHash('sha256').update(paperStyle).digest('base64');

/**
 * What is known of somebody, written down for whoever has to tell them: the privacy role's work, done at the hub. Everything
 * is hidden once more, as in an agent's transcript; the audit log has number and hash before the file leaves the hub.
 */
export class Exports {
  readonly #deps: ExportsDeps;

  constructor(deps: ExportsDeps) {
    this.#deps = deps;
  }

  /** @throws ExportError `export-not-allowed`, `export-unknown`; SealdeskError `erased` */
  async conversation(wish: Wish, id: ConversationId): Promise<Exported> {
    const { read, customer, mark, policy, language } = await this.#read(async (tx) => {
      const begun = await this.#begin(tx, wish);
      const row = await readConversation(tx, id);
      if (row === null) throw new ExportError('export-unknown', 'There is no such conversation.');
      return { ...begun, read: await this.#open(tx, row), customer: await readCustomer(tx, this.#deps.envelope, row.customer_id as CustomerId), language: await languageOfConversation(tx, this.#deps.envelope, row) };
    });
    const transcript: Transcript = {
      kind: 'sealdesk-transcript', version: 1, mark, asOf: null, leftOut: 0,
      conversation: head(read, customer, policy),
      messages: await written(read, policy),
    };
    return this.#keep(wish, 'export.conversation', id, mark.number, transcript, language);
  }

  /** @throws ExportError `export-not-allowed`, `export-unknown`; SealdeskError `erased` */
  async customer(wish: Wish, find: (tx: Tx) => Promise<CustomerId | null>): Promise<Exported> {
    const { id, customer, since, reads, audit, notes, mark, policy, language } = await this.#read(async (tx) => {
      const begun = await this.#begin(tx, wish);
      const found = await find(tx);
      const at = found === null ? null : await customerSince(tx, found);
      if (found === null || at === null) throw new ExportError('export-unknown', 'Nobody is known here by that.');
      const rows = await tx.selectFrom('conversations').selectAll().where('customer_id', '=', found).orderBy('created_at', 'desc').orderBy('id').execute();
      const opened: Read[] = [];
      for (const row of rows) opened.push(await this.#open(tx, row));
      const [newest] = rows;
      const language = newest === undefined ? 'en' : await languageOfConversation(tx, this.#deps.envelope, newest);
      return { ...begun, language, id: found, since: at, customer: await readCustomer(tx, this.#deps.envelope, found), reads: opened, audit: await this.#about(tx, found), notes: await readNotes(tx, this.#deps.envelope, this.#deps.agents, found, Number.MAX_SAFE_INTEGER) };
    });
    const conversations: CustomerExport['conversations'] = [];
    for (const read of reads) conversations.push({ conversation: head(read, customer, policy), messages: await written(read, policy) });
    const name = hiddenLine(customer.name, policyForPaper(policy.redaction, reads[0]?.row.channel ?? 'email', 'customer'));
    const all: CustomerExport = {
      kind: 'sealdesk-customer-export', version: 1, mark,
      customer: { id, name, since: moment(since), identities: customer.identities },
      conversations,
      notes: notes.map(({ at, agentName, text }) => ({ at: moment(at), by: agentName, text: redactText(readable(text), policyForPaper(policy.redaction, reads[0]?.row.channel ?? 'email', 'note')).text })),
      audit,
    };
    return this.#keep(wish, 'export.customer', id, mark.number, all, language);
  }

  #read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.store.transaction().execute(work);
  }

  async #begin(tx: Tx, { by }: Wish): Promise<{ readonly mark: Mark; readonly policy: Policy }> {
    const { agents, clock, organisation, policies } = this.#deps;
    const person = await allowed(tx, agents, by);
    const { policy } = await policies.current(tx);
    return { policy, mark: { number: TranscriptId.parse(randomUUID()), organisation, savedBy: person.name, device: null, savedAt: moment(clock.now()), policyVersion: policy.version } };
  }

  async #open(tx: Tx, row: ConversationTable): Promise<Read> {
    const { envelope } = this.#deps;
    const { subject } = await openConversation(tx, envelope, row);
    const rows = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', row.id).orderBy('sent_at').orderBy('position').execute();
    const messages: Message[] = [];
    for (const message of rows) messages.push(await toMessage(tx, envelope, message, row.channel));
    return { row, subject, messages };
  }

  async #about(tx: Tx, id: CustomerId): Promise<AboutCustomer[]> {
    const names = new Map<string, string | null>();
    const about: AboutCustomer[] = [];
    for (const { at, action, actor, detail } of await auditOfCustomer(tx, id)) {
      if (!names.has(actor)) names.set(actor, await this.#nameOf(tx, actor));
      about.push({ at: moment(at), action, by: names.get(actor) ?? null, detail });
    }
    return about;
  }

  async #nameOf(tx: Tx, actor: string): Promise<string | null> {
    const id = AgentId.safeParse(actor.replace(/^agent:/, ''));
    return id.success ? ((await this.#deps.agents.find(tx, id.data))?.name ?? null) : null;
  }

  /** Number and hash are in the audit log before the file is handed out. @param language the customer's: it is for them to read */
  async #keep({ by, actor, format }: Wish, action: 'export.customer' | 'export.conversation', subject: string, number: TranscriptId, what: Transcript | CustomerExport, language: Language): Promise<Exported> {
    const content = inFormat(what, format, paperWords(language));
    const bytes = Buffer.byteLength(content);
    const sha256 = createHash('sha256').update(content, 'utf8').digest('hex');
    await this.#read(async (tx) => {
      const { id } = await allowed(tx, this.#deps.agents, by);
      await this.#deps.audit.append(tx, { actor, action, subject, detail: { for: id, number, format, sha256, bytes } });
    });
    return { number, content, sha256 };
  }
}

/** @throws ExportError `export-not-allowed`; the same whether nobody has that address or their role does not include it */
async function allowed(tx: Tx, agents: Agents, email: string): Promise<Agent> {
  const person = await whoMay(tx, agents, email, 'privacy.export');
  if (person === null) throw new ExportError('export-not-allowed', 'Nobody with this address may export what is known of customers. It takes the role "privacy".');
  return person;
}

function head({ row, subject }: Read, customer: Customer, { redaction }: Policy): TranscriptConversation {
  const held = policyForPaper(redaction, row.channel, 'customer');
  return { id: ConversationId.parse(row.id), customer: hiddenLine(customer.name, held), channel: row.channel, subject: hiddenLine(subject, held), status: row.status, began: moment(row.created_at) };
}

async function written({ row, messages }: Read, { redaction }: Policy): Promise<TranscriptMessage[]> {
  const all: TranscriptMessage[] = [];
  for (const run of runsOf(messages)) {
    all.push(...hideAgain(run, redaction, row.channel));
    // Messages and devices come in between.
    await nextTurn();
  }
  return all;
}

function inFormat(what: Transcript | CustomerExport, format: ExportFormat, words: PaperWords): string {
  if (format === 'json') return asJson(what);
  const paper = what.kind === 'sealdesk-transcript' ? transcriptPaper(what, words) : customerPaper(what, words);
  return format === 'text' ? asText(paper) : asHtml(paper, styleHash, 'in-page');
}
