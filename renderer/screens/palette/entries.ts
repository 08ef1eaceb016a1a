import type { ConversationId } from '../../../shared/domain/ids.ts';
import { factsOf, type CommandId, type CommandPart } from './commands.ts';
import type { FoundConversation } from './found-customers.ts';
import type { Extra } from './offers.ts';
import { ranked, score } from './rank.ts';
import { words } from './words.ts';

/** One line of the palette. `id` is one of its kind and stays the same from one opening to the next. */
export type Entry =
  | { readonly kind: 'command'; readonly id: string; readonly name: string; readonly command: CommandId }
  | { readonly kind: 'extra'; readonly id: string; readonly name: string; readonly run: () => void }
  | { readonly kind: 'conversation'; readonly id: string; readonly name: string; readonly hint: string; readonly conversation: ConversationId };

export interface EntryGroup {
  readonly id: CommandPart | 'here' | 'customers';
  readonly name: string;
  readonly entries: readonly Entry[];
}

const commandEntry = (command: CommandId): Entry => ({ kind: 'command', id: command, name: words.commands[command], command });
const extraEntry = ({ id, name, run }: Extra): Entry => ({ kind: 'extra', id: `extra-${id}`, name, run });
const conversationEntry = ({ id, customerName, subject }: FoundConversation): Entry => ({ kind: 'conversation', id: `conversation-${id}`, name: customerName, hint: subject, conversation: id });

export interface Offered {
  readonly commands: readonly CommandId[];
  readonly extras: readonly Extra[];
  readonly found: readonly FoundConversation[];
}

/**
 * What the palette lists for what was typed: part by part, what can be done to the open conversation before the views one may go to; those with what fits best first, and in each what fits best first. Conversations have been looked for
 * by name already and are not ranked again.
 *
 * @param lastUsed when an entry was used, larger is later; 0 for never
 */
export function entryGroups({ commands, extras, found }: Offered, query: string, lastUsed: (id: string) => number): readonly EntryGroup[] {
  const fitting = (entries: readonly Entry[]) => ranked(entries, query, ({ name }) => name, ({ id }) => lastUsed(id));
  const shown = commands.filter((id) => !factsOf(id).keyOnly);
  const groups: readonly EntryGroup[] = [
    ...(['conversation', 'inbox', 'here', 'console', 'go', 'everywhere'] as const satisfies readonly (CommandPart | 'here')[]).map((part) =>
      part === 'here' ? { id: part, name: words.here, entries: fitting(extras.map(extraEntry)) } : { id: part, name: words.parts[part], entries: fitting(shown.filter((id) => factsOf(id).parts[0] === part).map(commandEntry)) },
    ),
    { id: 'customers', name: words.customers, entries: found.map(conversationEntry) },
  ];
  const there = groups.filter(({ entries }) => entries.length > 0);
  if (query.trim() === '') return there;
  const best = ({ entries }: EntryGroup): number => Math.max(...entries.map(({ name }) => score(query, name)));
  return there.toSorted((one, other) => best(other) - best(one));
}
