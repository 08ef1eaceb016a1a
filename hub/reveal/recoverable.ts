import { randomBytes } from 'node:crypto';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import { openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { framed, utf8 } from '../../shared/trust/bytes.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { RecoverableFindingTable } from '../store/tables/hidden.ts';

const keyContext = (id: string) => `recoverable_findings.wrapped_key:${id}`;
const valueContext = (id: string) => framed('recoverable_findings.value', id);

export interface DestroyedFinding {
  readonly id: string;
  readonly type: string;
  readonly value: string;
}

/**
 * Keeps what was destroyed in a message until a deadline, each value under a random key that is wrapped by the master key
 * and lies in the same row: with the row both are gone.
 */
export async function keepRecoverable(tx: Tx, envelope: Envelope, message: { readonly id: MessageId; readonly conversationId: ConversationId }, destroyed: readonly DestroyedFinding[], deadline: number): Promise<void> {
  for (const { id, type, value } of destroyed) {
    const key = randomBytes(32);
    const row: RecoverableFindingTable = {
      id,
      message_id: message.id,
      conversation_id: message.conversationId,
      type,
      wrapped_key: envelope.sealSystem(keyContext(id), key),
      value: sealBytes(key, utf8(value), valueContext(id)),
      deadline,
    };
    key.fill(0);
    await tx.insertInto('recoverable_findings').values(row).execute();
  }
}

/** @returns null for what is not there any more, or past its deadline and not yet cleared away. */
export async function recoverableFinding(tx: Tx, id: string, now: number): Promise<RecoverableFindingTable | null> {
  return (await tx.selectFrom('recoverable_findings').selectAll().where('id', '=', id).where('deadline', '>', now).executeTakeFirst()) ?? null;
}

export function openRecoverable(envelope: Envelope, { id, wrapped_key, value }: RecoverableFindingTable): string {
  return new TextDecoder().decode(openBytes(envelope.openSystem(keyContext(id), wrapped_key), value, valueContext(id)));
}

export async function destroyRecoverable(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('recoverable_findings').where('id', '=', id).execute();
}

/** Of a message that its author took back. */
export async function destroyRecoverableOf(tx: Tx, messageId: string): Promise<void> {
  await tx.deleteFrom('recoverable_findings').where('message_id', '=', messageId).execute();
}

/** Destroys what has outlived its deadline. @returns when the next one does; null where nothing is left. */
export async function destroyOverdueRecoverable(tx: Tx, now: number): Promise<number | null> {
  await tx.deleteFrom('recoverable_findings').where('deadline', '<=', now).execute();
  const row = await tx.selectFrom('recoverable_findings').select((e) => e.fn.min('deadline').as('next')).executeTakeFirst();
  return row?.next ?? null;
}
