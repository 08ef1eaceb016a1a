import type { Envelope, Tx } from '../ports.ts';
import { openSpooled } from '../intake/spool.ts';
import type { IntakeSpoolTable } from '../store/tables/channels.ts';
import type { KnownBy } from './theirs.ts';

/** Nobody's mail has a longer head; what lies behind is not looked through for who sent it. */
const longestHead = 1024 * 1024;

/**
 * Whether an original is from somebody: of a mail by the addresses in the fields that say who sent it (RFC 5322 section 3.6.2), of everything else by an id of
 * theirs that stands in it as a text. A mail in which somebody else names them is somebody else's.
 */
export function isFrom(kind: string, raw: Uint8Array, known: readonly KnownBy[]): boolean {
  if (kind !== 'email') {
    const text = Buffer.from(raw).toString('utf8');
    return known.some(({ value }) => text.includes(JSON.stringify(value)));
  }
  const addresses = new Set(known.flatMap((each) => (each.kind === 'email' ? [each.value.toLowerCase()] : [])));
  return sendersIn(raw).some((address) => addresses.has(address));
}

/** Addresses in the fields of a mail's head that say who sent it, in lower case. */
export function sendersIn(raw: Uint8Array): string[] {
  const text = Buffer.from(raw.subarray(0, longestHead)).toString('utf8').replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const end = text.indexOf('\n\n');
  const head = (end < 0 ? text : text.slice(0, end)).replaceAll(/\n[ \t]+/g, ' ');
  return head
    .split('\n')
    .filter((line) => /^(?:from|sender|reply-to|return-path)[ \t]*:/i.test(line))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).toLowerCase().match(/[^\s<>"(),;:]+@[^\s<>"(),;:]+/g) ?? []);
}

type Row = Pick<IntakeSpoolTable, 'id' | 'channel_id' | 'source_index'>;

/**
 * Originals of theirs: those in quarantine, and what lies in the spool since an attempt to take it in has failed. What has just come, and nobody has tried, is in
 * flight: it is taken in, as a stranger's.
 */
export async function originalsOf(tx: Tx, envelope: Envelope, known: readonly KnownBy[]): Promise<{ readonly quarantined: string[]; readonly spooled: Row[] }> {
  const quarantined: string[] = [];
  const spooled: Row[] = [];
  const kinds = new Map((await tx.selectFrom('channels').select(['id', 'kind']).execute()).map(({ id, kind }) => [id, kind as string]));
  const theirs = (row: Pick<IntakeSpoolTable, 'id' | 'channel_id' | 'wrapped_key' | 'body'>) => isFrom(kinds.get(row.channel_id) ?? '', openSpooled(envelope, row), known);
  // One at a time: each may be as large as a mail can be.
  for (const { id } of await tx.selectFrom('quarantine').select('id').orderBy('id').execute()) {
    if (theirs(await tx.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirstOrThrow())) quarantined.push(id);
  }
  for (const { id } of await tx.selectFrom('intake_spool').select('id').where('attempts', '>', 0).orderBy('id').execute()) {
    const row = await tx.selectFrom('intake_spool').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    if (theirs(row)) spooled.push(row);
  }
  return { quarantined, spooled };
}
