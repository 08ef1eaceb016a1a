import type { Command, Conflict } from '../../shared/contract/wire/mail.ts';
import type { ConversationId, IdempotencyKey } from '../../shared/domain/ids.ts';
import type { Change } from './change.ts';

/** Keeps a command that came back. What was asked before with the same verb is outdated by it; replies stand each for itself. */
export function keepConflict(change: Change, key: IdempotencyKey, at: number, command: Command, conflict: Conflict): void {
  if (command.do !== 'reply') change.database.run('DELETE FROM conflicts WHERE conversation_id = ? AND verb = ?', [command.conversationId, command.do]);
  change.database.run('INSERT OR IGNORE INTO conflicts (key, at, conversation_id, verb, command, conflict) VALUES (?, ?, ?, ?, ?, ?)', [
    key,
    at,
    command.conversationId,
    command.do,
    JSON.stringify(command),
    JSON.stringify(conflict),
  ]);
}

/** The agent has asked anew for what an earlier wish of the same verb was about: that one has nothing left to settle. */
export function outdated(change: Change, conversationId: ConversationId, verb: 'status' | 'assign' | 'priority'): void {
  change.database.run('DELETE FROM conflicts WHERE conversation_id = ? AND verb = ?', [conversationId, verb]);
}
