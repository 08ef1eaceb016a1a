import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from '../../../shared/contract/wire/mail.ts';
import type { Channel, Message } from '../../../shared/domain/conversation.ts';
import type { AgentId, ConversationId } from '../../../shared/domain/ids.ts';
import { newBeginningState } from '../beginning-state.ts';
import { Change } from '../change.ts';
import { attachmentsIn, messageFrom, type MessageRow } from '../message-row.ts';
import { openWritable } from '../open-database.ts';
import { filesOf } from '../outbox.ts';
import { problemOf } from '../problem.ts';
import { writeSignalIdentity } from '../signal-state.ts';
import type { Salvaged } from './salvage.ts';

/** Said of a text whose place in the queue could not be read: under which key it went out, if it did, nobody knows any more. */
const notKnown = 'The vault was damaged before the hub confirmed this. If it is not in the conversation as sent, write it again.';

/**
 * Makes a whole vault of what was salvaged; the rest comes from the hub. It is on the disk for certain when this returns.
 * @param file must not be there. @throws SealdeskError of kind `VaultProblem`
 */
export function rebuild(file: string, key: Uint8Array, salvaged: Salvaged): void {
  try {
    const database = openWritable(file, key, true);
    try {
      Change.run(database, (change) => fill(change, salvaged));
      database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
    syncFile(file);
    syncFile(dirname(file));
  } catch (error) {
    throw problemOf(error) ?? error;
  }
}

function fill(change: Change, { drafts, beginnings, outbox, conflicts, messages, readMarks, savedViews, taughtWords, identity }: Salvaged): void {
  const { database } = change;
  if (identity !== null) writeSignalIdentity(database, identity);
  for (const row of outbox) {
    // The files of a reply were in the damaged vault: whoever looks for them tells that they are lost.
    database.run('INSERT INTO outbox (number, key, at, conversation_id, verb, value, command, files_waiting) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [row.number, row.key, row.at, row.conversation_id, row.verb, row.value, row.command, filesOf(row.parsed)]);
  }
  for (const row of conflicts) {
    database.run('INSERT INTO conflicts (number, key, at, conversation_id, verb, command, conflict) VALUES (?, ?, ?, ?, ?, ?, ?)', [row.number, row.key, row.at, row.conversation_id, row.verb, row.command, row.conflict]);
  }
  for (const { conversation_id, kind, text, at } of drafts) database.run('INSERT INTO drafts (conversation_id, kind, text, at) VALUES (?, ?, ?, ?)', [conversation_id, kind, text, at]);
  for (const { id, at, customer_id, content } of beginnings) database.run('INSERT INTO beginnings (id, at, customer_id, content, state) VALUES (?, ?, ?, ?, ?)', [id, at, customer_id, content, JSON.stringify(newBeginningState)]);
  for (const { id, at, name, view, filter } of savedViews) database.run('INSERT INTO saved_views (id, at, name, view, filter) VALUES (?, ?, ?, ?, ?)', [id, at, name, view, filter]);
  for (const word of taughtWords) database.run('INSERT INTO own_words (word) VALUES (?) ON CONFLICT (word) DO NOTHING', [word]);
  for (const message of ownMessages(outbox, conflicts, messages)) change.storeOwnMessage(message);
  for (const { id, read_to } of readMarks) change.markRead(id as ConversationId, read_to);
}

/** As they were; those whose row could not be read are written anew from the command that carries them. */
function ownMessages(outbox: Salvaged['outbox'], conflicts: Salvaged['conflicts'], rows: readonly MessageRow[]): Message[] {
  const stored = new Map<string, Message>(rows.map((row) => [row.id, { ...messageFrom(row), attachments: attachmentsIn(row).map(({ name, mediaType, size }) => ({ name, mediaType, size })) }]));
  const all = new Map<string, Message>();
  const add = (command: Command, at: number, status: 'queued' | 'conflict'): void => {
    if (command.do === 'reply' || command.do === 'note') all.set(command.messageId, { ...(stored.get(command.messageId) ?? written(command, at)), status, failure: null });
  };
  for (const { parsed, at } of outbox) add(parsed, at, 'queued');
  for (const { parsed, at } of conflicts) add(parsed, at, 'conflict');
  for (const [id, message] of stored) {
    if (all.has(id)) continue;
    all.set(id, message.status === 'queued' || message.status === 'conflict' ? { ...message, status: 'failed', failure: notKnown } : message);
  }
  return [...all.values()];
}

function written(command: Extract<Command, { do: 'reply' | 'note' }>, at: number): Message {
  return {
    id: command.messageId,
    conversationId: command.conversationId,
    kind: command.do === 'reply' ? 'outbound' : 'note',
    channel: 'email' satisfies Channel,
    authorName: 'You',
    agentId: null as AgentId | null,
    subject: null,
    text: command.text,
    html: null,
    sentAt: at,
    status: 'queued',
    failure: null,
    findings: [],
    risk: { level: 'none', reasons: [] },
    attachments: [],
    revision: 1,
  };
}

function syncFile(path: string): void {
  // Windows has no such call for a folder, and refuses to open one.
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
