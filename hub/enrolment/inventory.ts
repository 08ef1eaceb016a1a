import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { type InventoryMatch, InventoryRecord } from '../../shared/domain/device.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { InventoryId } from '../../shared/domain/ids.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { InventoryTable } from '../store/tables/trust.ts';
import { compareMachines, type Machine, machineOf } from './machine.ts';

export type InventoryProblem = 'asset-unknown' | 'asset-exists' | 'machine-twice';
export class InventoryError extends SealdeskError<InventoryProblem> {}

/** A machine as it is put in; serial number and UUID as they are written, at least one of them meaning something. */
export type NewMachine = Omit<InventoryRecord, 'id' | 'addedAt'>;

export interface Taken {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/** `L9` before `L10`. */
const byTag = new Intl.Collator('en', { numeric: true });
const Sealed = InventoryRecord.omit({ id: true, addedAt: true });

/** The machines the company owns. A removed one is kept for the invites that name it, and matches nothing. */
export class Inventory {
  readonly #envelope: Envelope;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(envelope: Envelope, audit: Audit, clock: Clock) {
    this.#envelope = envelope;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** By tag. */
  async list(tx: Tx): Promise<InventoryRecord[]> {
    const rows = await tx.selectFrom('inventory').selectAll().where('removed_at', 'is', null).execute();
    return rows.map((row) => this.#open(row)).sort((a, b) => byTag.compare(a.tag, b.tag));
  }

  /** Every record there ever was, for those that name one. */
  async tags(tx: Tx): Promise<Map<string, string>> {
    const rows = await tx.selectFrom('inventory').selectAll().execute();
    return new Map(rows.map((row) => [row.id, this.#open(row).tag]));
  }

  /** @throws InventoryError `asset-unknown` */
  async require(tx: Tx, id: string): Promise<InventoryRecord> {
    const record = await this.find(tx, id);
    if (!record) throw new InventoryError('asset-unknown', 'There is no such machine in the inventory. See "sealdesk inventory list".');
    return record;
  }

  /** Null also for one that was removed. */
  async find(tx: Tx, id: string): Promise<InventoryRecord | null> {
    const row = await tx.selectFrom('inventory').selectAll().where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
    return row ? this.#open(row) : null;
  }

  /**
   * Puts machines in; a known tag is changed. All of them or, where one of them cannot be, none.
   * @throws InventoryError `machine-twice` when a machine is in the inventory under another tag, as it would be afterwards.
   */
  async put(tx: Tx, actor: string, machines: readonly NewMachine[]): Promise<Taken> {
    const known = new Map((await this.list(tx)).map((record) => [foldedTag(record.tag), record]));
    const taken = { added: 0, changed: 0, same: 0 };
    const writing: InventoryRecord[] = [];
    for (const machine of machines) {
      const before = known.get(foldedTag(machine.tag));
      const record: InventoryRecord = before ? { ...before, ...machine } : { ...machine, id: InventoryId.parse(randomUUID()), addedAt: this.#clock.now() };
      const same = before !== undefined && JSON.stringify(Sealed.parse(before)) === JSON.stringify(Sealed.parse(record));
      taken[same ? 'same' : before ? 'changed' : 'added'] += 1;
      known.set(foldedTag(machine.tag), record);
      if (!same) writing.push(record);
    }
    refuseTwice([...known.values()]);
    // Numbers may have moved from one tag to another: no index may be held twice on the way.
    for (const { id } of writing) await tx.updateTable('inventory').set({ serial_index: null, uuid_index: null }).where('id', '=', id).execute();
    for (const record of writing) await this.#write(tx, record);
    await this.#audit.append(tx, { actor, action: 'inventory.changed', subject: 'inventory', detail: { ...taken } });
    return taken;
  }

  /** As `put`, for one machine that is new. @throws InventoryError `asset-exists`, `machine-twice` */
  async add(tx: Tx, actor: string, machine: NewMachine): Promise<InventoryRecord> {
    const index = this.#envelope.blindIndex('asset-tag', foldedTag(machine.tag));
    const held = tx.selectFrom('inventory').selectAll().where('tag_index', '=', index);
    if (await held.executeTakeFirst()) throw new InventoryError('asset-exists', 'There is a machine with this tag already. Choose another tag, or remove that one first.');
    await this.put(tx, actor, [machine]);
    return this.#open(await held.executeTakeFirstOrThrow());
  }

  /** @throws InventoryError `asset-unknown` */
  async remove(tx: Tx, actor: string, id: string): Promise<void> {
    await this.require(tx, id);
    await tx.updateTable('inventory').set({ removed_at: this.#clock.now(), tag_index: null, serial_index: null, uuid_index: null }).where('id', '=', id).execute();
    await this.#audit.append(tx, { actor, action: 'inventory.removed', subject: `asset:${id}` });
  }

  /** Where a machine stands in the inventory. */
  async match(tx: Tx, machine: Machine): Promise<InventoryMatch> {
    const some = await tx.selectFrom('inventory').select('id').where('removed_at', 'is', null).limit(1).executeTakeFirst();
    if (!some) return { kind: 'no-inventory' };
    const { serial_index, uuid_index } = this.#indexes(machine);
    const rows = await tx
      .selectFrom('inventory')
      .selectAll()
      .where((row) => row.or([row('serial_index', '=', serial_index), row('uuid_index', '=', uuid_index)]))
      .execute();
    return matchAmong(rows.map((row) => this.#open(row)), machine);
  }

  /** As `match`, for many machines with one reading of the inventory. */
  async matcher(tx: Tx): Promise<(machine: Machine) => InventoryMatch> {
    const records = await this.list(tx);
    if (records.length === 0) return () => ({ kind: 'no-inventory' });
    const byNumber = new Map<string, InventoryRecord>();
    for (const record of records) {
      const { serial, hardwareUuid } = machineOf(record);
      if (serial !== null) byNumber.set(`serial ${serial}`, record);
      if (hardwareUuid !== null) byNumber.set(`uuid ${hardwareUuid}`, record);
    }
    return (machine) => {
      const found = [byNumber.get(`uuid ${machine.hardwareUuid}`), byNumber.get(`serial ${machine.serial}`)];
      return matchAmong(found.filter((record) => record !== undefined), machine);
    };
  }

  async #write(tx: Tx, record: InventoryRecord): Promise<void> {
    const { id, addedAt } = record;
    const columns = {
      record: this.#envelope.sealSystem(`inventory.record:${id}`, utf8(JSON.stringify(Sealed.parse(record)))),
      tag_index: this.#envelope.blindIndex('asset-tag', foldedTag(record.tag)),
      ...this.#indexes(machineOf(record)),
    };
    await tx
      .insertInto('inventory')
      .values({ id, ...columns, added_at: addedAt, removed_at: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
      .execute();
  }

  #indexes({ serial, hardwareUuid }: Machine): Pick<InventoryTable, 'serial_index' | 'uuid_index'> {
    return {
      serial_index: serial === null ? null : this.#envelope.blindIndex('serial', serial),
      uuid_index: hardwareUuid === null ? null : this.#envelope.blindIndex('hardware-uuid', hardwareUuid),
    };
  }

  #open(row: InventoryTable): InventoryRecord {
    const record = Sealed.parse(JSON.parse(Buffer.from(this.#envelope.openSystem(`inventory.record:${row.id}`, row.record)).toString('utf8')));
    return { ...record, id: row.id as InventoryId, addedAt: row.added_at };
  }
}

/** Tags are compared as people read them. */
export function foldedTag(tag: string): string {
  return tag.normalize('NFKC').trim().toUpperCase().replace(/\s+/gu, ' ');
}

/** @param records those that share a number with the machine; one whose other number differs is not it. */
function matchAmong(records: readonly InventoryRecord[], machine: Machine): InventoryMatch {
  if (machine.serial === null && machine.hardwareUuid === null) return { kind: 'unknown' };
  const found = records.find((record) => compareMachines(machineOf(record), machine) === 'same');
  return found ? { kind: 'listed', tag: found.tag } : { kind: 'unlisted' };
}

function refuseTwice(records: readonly InventoryRecord[]): void {
  const holders = new Map<string, string>();
  for (const record of records) {
    const { serial, hardwareUuid } = machineOf(record);
    for (const [what, number] of [['serial number', serial], ['hardware UUID', hardwareUuid]] as const) {
      if (number === null) continue;
      const holder = holders.get(`${what} ${number}`);
      if (holder !== undefined) {
        throw new InventoryError('machine-twice', `${holder} and ${record.tag} would have the same ${what}. Nothing was changed. Remove one of them, or correct its ${what}.`);
      }
      holders.set(`${what} ${number}`, record.tag);
    }
  }
}
