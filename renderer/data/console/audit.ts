import type { AuditName } from '../../../shared/contract/console/audit.ts';
import type { AuditEntry, AuditKind } from '../../../shared/domain/audit.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import type { Client } from '../../client.ts';
import { createStore, type Store } from '../store.ts';
import { askHub, type ConsoleOutcome } from './ask.ts';
import { follow, type Followed } from './follow.ts';

/** What whoever reads the log looks for. */
export interface AuditChoice {
  readonly agent: AgentId | null;
  readonly kind: AuditKind | null;
  /** A day here, as a date field has it; empty: any. */
  readonly day: string;
}

/** What has been read so far, newest first. */
export interface AuditRead {
  readonly entries: readonly AuditEntry[];
  readonly names: readonly AuditName[];
  /** Where to go on; null: there is nothing older. */
  readonly next: number | null;
}

export interface FollowedAudit {
  readonly read: Followed<AuditRead>;
  readonly choice: Store<AuditChoice>;
  readonly choose: (choice: AuditChoice) => void;
  /** Reads on, further back. @returns what went wrong, or null */
  readonly more: () => Promise<Exclude<ConsoleOutcome<unknown>, { kind: 'done' }> | null>;
}

/** As often the hub is asked to look further back before the person is asked whether it should. */
const inARow = 5;

export function followAudit(client: Client): FollowedAudit {
  const choice = createStore<AuditChoice>({ agent: null, kind: null, day: '' });
  const from = async (wish: AuditChoice, before: number | null): Promise<ConsoleOutcome<AuditRead>> => {
    let outcome = await askHub(client, 'audit.list', { agent: wish.agent, kind: wish.kind, time: dayHere(wish.day), before });
    for (let n = 1; n < inARow && outcome.kind === 'done' && outcome.value.entries.length === 0 && outcome.value.next !== null; n += 1) {
      outcome = await askHub(client, 'audit.list', { agent: wish.agent, kind: wish.kind, time: dayHere(wish.day), before: outcome.value.next });
    }
    return outcome;
  };
  const read = follow<AuditRead>(() => from(choice.get(), null), (_before, after) => after);
  return {
    read,
    choice,
    choose(next) {
      choice.set(next);
      read.retry();
    },
    async more() {
      const now = read.state.get().value;
      if (now === null || now.next === null) return null;
      const wish = choice.get();
      const outcome = await from(wish, now.next);
      if (outcome.kind !== 'done') return outcome;
      // Something else was chosen meanwhile, or the newest have been read anew.
      if (choice.get() !== wish || read.state.get().value !== now) return null;
      read.put(() => ({ entries: [...now.entries, ...outcome.value.entries], names: withNames(now.names, outcome.value.names), next: outcome.value.next }));
      return null;
    },
  };
}

/** From midnight to midnight where the person is; null for any day. */
export function dayHere(day: string): { readonly from: number; readonly to: number } | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined || Number.isNaN(date)) return null;
  return { from: new Date(year, month - 1, date).getTime(), to: new Date(year, month - 1, date + 1).getTime() };
}

function withNames(before: readonly AuditName[], more: readonly AuditName[]): readonly AuditName[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...more.filter(({ id }) => !known.has(id))];
}
