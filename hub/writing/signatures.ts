import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AgentId } from '../../shared/domain/ids.ts';
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

/** What stands under an agent's e-mails: each agent's own, sealed, known to their own devices alone. */
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
    if (withheld(text, (await policy(tx)).redaction) !== null) throw new SignatureError('withheld', 'It contains data that must not leave the company. Take it out, then save it again.');
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

/** Below a line of its own, by which mail programs know it (RFC 3676 section 4.3). */
export function signed(text: string, signature: string): string {
  return signature === '' ? text : `${text}\n\n-- \n${signature}`;
}
