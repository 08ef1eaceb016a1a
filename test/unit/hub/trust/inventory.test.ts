import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { compareMachines, machineOf, normalisedSerial, normalisedUuid } from '../../../../hub/enrolment/machine.ts';
import type { NewMachine } from '../../../../hub/enrolment/inventory.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

const uuid = '4c4c4544-0042-3510-8054-b7c04f4e3732';
const otherUuid = '4c4c4544-0042-3510-8054-b7c04f4e3733';

describe('a serial number', () => {
  it.each([
    ['nl-0007', 'NL-0007'],
    [' NL 0007\t', 'NL0007'],
    ['5CG1234ABC', '5CG1234ABC'],
  ])('%j is compared as %j', (written, compared) => {
    expect(normalisedSerial(written)).toBe(compared);
  });

  it.each([
    null, '', ' ', '0', '00000000', 'None', 'none ', 'N/A', 'Default string', 'default  STRING', 'To be filled by O.E.M.', 'To Be Filled By O.E.M', 'System Serial Number',
    'Not Specified', 'Not Applicable', 'INVALID', 'Unknown', 'XXXXXXXX', 'FFFFFFFF', '........', '123456789', 'O.E.M.', 'Chassis Serial Number',
  ])('%j is none', (written) => {
    expect(normalisedSerial(written)).toBeNull();
  });
});

describe('a hardware UUID', () => {
  it.each([uuid.toUpperCase(), ` {${uuid}} `])('%j is compared in lower case', (written) => {
    expect(normalisedUuid(written)).toBe(uuid);
  });

  it.each([null, '', 'none', '00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '03000200-0400-0500-0006-000700080009', uuid.slice(1)])('%j is none', (written) => {
    expect(normalisedUuid(written)).toBeNull();
  });
});

describe('two descriptions of machines', () => {
  const machine = (serial: string | null, hardwareUuid: string | null) => machineOf({ serial, hardwareUuid });

  it.each([
    ['both numbers are equal', machine('A-1', uuid), machine('a-1', uuid.toUpperCase()), 'same'],
    ['one is equal and the other is told on one side only', machine('A-1', null), machine('A-1', uuid), 'same'],
    ['one is equal and the other differs', machine('A-1', uuid), machine('A-1', otherUuid), 'other'],
    ['one differs', machine('A-1', null), machine('A-2', uuid), 'other'],
    ['they tell different numbers', machine('A-1', null), machine(null, uuid), 'unknown'],
    ['one tells nothing', machine('A-1', uuid), machine('None', null), 'unknown'],
  ] as const)('where %s', (_when, a, b, outcome) => {
    expect(compareMachines(a, b)).toBe(outcome);
    expect(compareMachines(b, a)).toBe(outcome);
  });

  it('are never taken for one through what a maker left in', () => {
    const placeholder = fc.constantFrom('0', 'None', 'Default string', 'To be filled by O.E.M.', 'System Serial Number');
    fc.assert(fc.property(placeholder, placeholder, (a, b) => compareMachines(machine(a, null), machine(b, null)) === 'unknown'));
  });
});

describe('the inventory', () => {
  let hub: HubInProcess;
  beforeEach(async () => {
    hub = await HubInProcess.make();
  });
  afterEach(() => hub.remove());

  const made = (tag: string, serial: string | null, hardwareUuid: string | null = null): NewMachine => ({ tag, serial, hardwareUuid, model: null, note: null });
  const put = (...machines: NewMachine[]) => hub.tx((tx) => hub.rooms.inventory.put(tx, 'test', machines));
  const all = () => hub.tx((tx) => hub.rooms.inventory.list(tx));
  const match = async (serial: string | null, hardwareUuid: string | null = null) => {
    const machine = machineOf({ serial, hardwareUuid });
    const one = await hub.tx((tx) => hub.rooms.inventory.match(tx, machine));
    // Both ways of asking agree.
    expect(await hub.tx(async (tx) => (await hub.rooms.inventory.matcher(tx))(machine))).toEqual(one);
    return one.kind === 'listed' ? one.tag : one.kind;
  };

  it('is none without a record, and again when the last one is removed', async () => {
    expect(await match('A-1')).toBe('no-inventory');
    await put(made('L1', 'A-1'));
    expect(await match('A-1')).toBe('L1');
    await hub.tx(async (tx) => hub.rooms.inventory.remove(tx, 'test', (await hub.rooms.inventory.list(tx))[0]?.id ?? ''));
    expect(await match('A-1')).toBe('no-inventory');
  });

  it('finds a machine by either number, and not where the other differs', async () => {
    await put(made('L1', 'A-1', uuid), made('L2', 'A-2'), made('L3', null, otherUuid));
    expect(await match('a-1', null)).toBe('L1');
    expect(await match(null, uuid)).toBe('L1');
    expect(await match('A-1', otherUuid)).toBe('L3');
    expect(await match('A-9', uuid)).toBe('unlisted');
    expect(await match('A-2', uuid)).toBe('L2');
    expect(await match('A-9', null)).toBe('unlisted');
    expect(await match('None', null)).toBe('unknown');
  });

  it('adds, changes and leaves as they are', async () => {
    expect(await put(made('L1', 'A-1'), made('L2', 'A-2'))).toEqual({ added: 2, changed: 0, same: 0 });
    const [first] = await all();
    expect(await put(made('l1', 'A-9'), made('L2', 'A-2'), made('L3', 'A-3'))).toEqual({ added: 1, changed: 1, same: 1 });
    expect(await all()).toMatchObject([{ id: first?.id, tag: 'l1', serial: 'A-9' }, { tag: 'L2' }, { tag: 'L3' }]);
    expect(await match('A-1')).toBe('unlisted');
  });

  it('lets two machines exchange their numbers', async () => {
    await put(made('L1', 'A-1'), made('L2', 'A-2'));
    expect(await put(made('L1', 'A-2'), made('L2', 'A-1'))).toEqual({ added: 0, changed: 2, same: 0 });
    expect([await match('A-1'), await match('A-2')]).toEqual(['L2', 'L1']);
  });

  it('has no machine twice, and then takes nothing of what came with it', async () => {
    await put(made('L1', 'A-1'));
    await expect(put(made('L5', 'A-5'), made('L2', ' a-1'))).rejects.toMatchObject({ kind: 'machine-twice', message: expect.stringContaining('L1 and L2') as string });
    expect(await all()).toHaveLength(1);
    await expect(hub.tx((tx) => hub.rooms.inventory.add(tx, 'test', made(' l1', 'A-7')))).rejects.toMatchObject({ kind: 'asset-exists' });
  });

  it('takes a machine back that was removed, as another record', async () => {
    await put(made('L1', 'A-1'));
    const [before] = await all();
    await hub.tx((tx) => hub.rooms.inventory.remove(tx, 'test', before?.id ?? ''));
    await expect(hub.tx((tx) => hub.rooms.inventory.remove(tx, 'test', before?.id ?? ''))).rejects.toMatchObject({ kind: 'asset-unknown' });
    await put(made('L1', 'A-1'));
    const [after] = await all();
    expect(after?.id).not.toBe(before?.id);
    expect(await match('A-1')).toBe('L1');
  });

  it('shows no serial number, tag or note to who reads the file', async () => {
    await put({ ...made('TAG-CANARY', 'SERIAL-CANARY', uuid), note: 'NOTE-CANARY' });
    const rows = await hub.rooms.store.selectFrom('inventory').selectAll().execute();
    const written = Buffer.concat(rows.flatMap((row) => [row.record, row.tag_index, row.serial_index, row.uuid_index].filter((column) => column !== null))).toString('latin1');
    expect(written.length).toBeGreaterThan(100);
    expect(written).not.toMatch(/CANARY|4c4c4544/i);
  });
});
