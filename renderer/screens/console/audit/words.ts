import type { AuditName } from '../../../../shared/contract/console/audit.ts';
import type { AuditEntry, AuditKind } from '../../../../shared/domain/audit.ts';
import { messages, say } from '../../../languages/spoken.ts';
import { figures } from '../../../words/counts.ts';

const t = messages.audit;

export const words = {
  ...t,
  kinds: t.kinds satisfies Record<AuditKind, string>,
  count: (n: number, all: boolean) => say(all ? t.count : t.countSoFar, { n }),
  sheet: { ...t.sheet, entry: (n: number) => say(t.sheet.entry, { n }) },
  check: {
    ...t.check,
    intact: (n: number) => say(t.check.intact, { n }),
    head: (head: string) => say(t.check.head, { head }),
    broken: (n: number) => say(t.check.broken, { n }),
    running: (n: number) => say(t.check.running, { n }),
  },
};

const known = (table: Readonly<Record<string, string>>, name: string): string => (Object.hasOwn(table, name) ? (table[name] ?? name) : name);

/** What was done; by its name in the log where there are no words for it, as of a newer hub. */
export const actionWords = (action: string): string => known(t.actions, action);

type Names = ReadonlyMap<string, AuditName>;
export const namesById = (names: readonly AuditName[]): Names => new Map(names.map((name) => [name.id, name]));

/** Who did it: a person, a laptop, the hub or the command. */
export function whoWords({ actor }: AuditEntry, names: Names): string {
  if (actor === 'hub') return t.hub;
  if (actor.startsWith('command:')) return t.command;
  return named(actor.slice(actor.indexOf(':') + 1), names);
}

/** To whom or what. Ids that have no name are of customers, conversations and messages: the log names none of them. */
export function whomWords({ subject }: AuditEntry, names: Names): string {
  if (subject === 'organisation') return t.organisation;
  const version = versioned.exec(subject)?.[1];
  if (version !== undefined) return say(t.version, { n: Number(version) });
  // Of those that there is one of, the action says all there is.
  return only.has(subject) ? '' : named(subject.startsWith(asset) ? subject.slice(asset.length) : subject, names);
}
const versioned = /^(?:policy|routing):(\d{1,9})$/;
const only: ReadonlySet<string> = new Set(['policy', 'inventory']);
const asset = 'asset:';

function named(id: string, names: Names): string {
  return names.get(id)?.name ?? (isId.test(id) ? id.slice(0, 8) : id);
}
const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

export interface DetailWords {
  readonly label: string;
  readonly value: string;
}

/** What else the entry holds, ids by the names there are for them. */
export function detailWords({ detail }: AuditEntry, names: Names): readonly DetailWords[] {
  return Object.entries(detail).map(([name, value]) => ({ label: known(t.details, name), value: typeof value === 'number' ? figures(value) : names.get(String(value))?.name ?? String(value) }));
}
