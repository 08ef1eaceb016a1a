import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { maxReplyText } from '../../shared/domain/conversation.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AgentId } from '../../shared/domain/ids.ts';
import { hasMarks, plainReading } from '../../shared/marks/plain-reading.ts';
import type { WrittenText } from '../../shared/marks/written-text.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { withheld } from '../delivery/data-loss.ts';
import type { Audit, Envelope, FanOut, MessagePolicy, Tx, Viewer } from '../ports.ts';

export class SignatureError extends SealdeskError<'withheld'> {}

export interface SignaturesDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly policy: MessagePolicy;
}

/** What stands under an agent's e-mails: each agent's own, with its marks, sealed, known to their own devices alone. */
export class Signatures {
  readonly #deps: SignaturesDeps;

  constructor(deps: SignaturesDeps) {
    this.#deps = deps;
  }

  /** Empty where there is none. */
  async of(tx: Tx, agentId: AgentId): Promise<string> {
    return signatureOf(tx, this.#deps.envelope, agentId);
  }

  /** An empty text removes it. @throws SignatureError what may not leave in an answer does not stand under one, either */
  async set(tx: Tx, { id }: Pick<Viewer, 'id'>, text: string): Promise<void> {
    const { envelope, audit, fanOut, policy } = this.#deps;
    const { redaction } = await policy(tx);
    // With its marks and as it reads without: they would tear a number in two.
    if ([text, plainReading(text)].some((each) => withheld(each, redaction) !== null)) throw new SignatureError('withheld', 'It contains data that must not leave the company. Take it out, then save it again.');
    await tx.updateTable('agents').set({ signature: text === '' ? null : envelope.sealSystem(context(id), utf8(text)) }).where('id', '=', id).execute();
    await audit.append(tx, { actor: `agent:${id}`, action: 'signature.set', subject: id, detail: { characters: text.length } });
    await fanOut.publish(tx, (viewer) => (viewer.id === id ? [{ e: 'signature', text }] : []));
  }

  async eventFor(tx: Tx, { id }: Pick<Viewer, 'id'>): Promise<HubEvent> {
    return { e: 'signature', text: await this.of(tx, id) };
  }
}

const context = (id: string) => `agents.signature:${id}`;

/** Empty where there is none. */
export async function signatureOf(tx: Tx, envelope: Envelope, agentId: AgentId): Promise<string> {
  const row = await tx.selectFrom('agents').select('signature').where('id', '=', agentId).executeTakeFirst();
  return row?.signature ? Buffer.from(envelope.openSystem(context(agentId), row.signature)).toString('utf8') : '';
}

const above = '\n\n-- \n';

/**
 * Below a line of its own, by which mail programs know it (RFC 3676 section 4.3): in the text as it reads, and with its marks beside what
 * the agent wrote. What a laptop of before wrote plain, with characters in it that would be marks, is left alone: then the signature is plain, too.
 */
export function signed(written: WrittenText, signature: string): WrittenText {
  if (signature === '') return written;
  const text = `${written.text}${above}${plainReading(signature)}`;
  const own = written.marked ?? (hasMarks(written.text) ? null : written.text);
  const marked = own === null ? '' : `${own}${above}${signature}`;
  const formatted = marked.length <= maxReplyText && hasMarks(marked);
  return { ...written, text, ...(formatted ? { marked } : {}) };
}
