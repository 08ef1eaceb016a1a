import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMachineRecord, recordIn } from '../../../../main/device/machine-record.ts';

const script = join(import.meta.dirname, '..', '..', '..', '..', 'build', 'linux', 'record-machine.sh');
const laptop = { sys_vendor: 'LENOVO', product_name: '21AHCTO1WW', product_serial: 'PF3ABCDE', product_uuid: '4C4C4544-0042-3510-8054-B7C04F4E3732' };
const visible = { manufacturer: 'LENOVO\n', model: '21AHCTO1WW\n' };
/** Besides root, whoever runs the test: it stands in for root as the one that wrote the record. */
const writers = [0, process.getuid?.() ?? 0];

let folder: string;
let facts: string;
let target: string;
const record = () => join(target, 'machine.json');
const write = (found: Readonly<Record<string, string>>) => {
  rmSync(facts, { recursive: true, force: true });
  mkdirSync(facts);
  for (const [name, text] of Object.entries(found)) writeFileSync(join(facts, name), `${text}\n`);
  execFileSync('/bin/sh', [script, facts, target]);
};
const read = (by = writers) => readMachineRecord(visible, record(), by);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-record-'));
  facts = join(folder, 'firmware');
  target = join(folder, 'etc');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the installer’s record', () => {
  test('holds what the firmware tells, readable by everybody and writable by its writer alone', () => {
    write(laptop);
    expect(JSON.parse(readFileSync(record(), 'utf8'))).toEqual({ v: 1, manufacturer: 'LENOVO', model: '21AHCTO1WW', serial: 'PF3ABCDE', uuid: laptop.product_uuid });
    expect(statSync(record()).mode & 0o777).toBe(0o644);
    expect(statSync(target).mode & 0o777).toBe(0o755);
    expect(read()).toMatchObject({ kind: 'recorded', machine: { serial: 'PF3ABCDE' } });
  });

  test('is made anew on another machine, in one step, with nothing left over', () => {
    write(laptop);
    write({ ...laptop, product_uuid: '4C4C4544-0042-3510-8054-B7C04F4E3733' });
    expect(read()).toMatchObject({ kind: 'recorded', machine: { uuid: '4C4C4544-0042-3510-8054-B7C04F4E3733' } });
    expect(readdirSync(target)).toEqual(['machine.json']);
  });

  test('has nothing for what the firmware does not tell', () => {
    write({ sys_vendor: 'LENOVO', product_name: '21AHCTO1WW' });
    expect(read()).toMatchObject({ kind: 'recorded', machine: { serial: '', uuid: '' } });
  });

  test('is JSON whatever the firmware has in it', () => {
    write({ ...laptop, product_serial: 'A"\\,"uuid":"$(id)`id`\u0001%s\né' });
    expect(read()).toMatchObject({ kind: 'recorded', machine: { uuid: laptop.product_uuid, serial: 'A,uuid:(id)ids' } });
  });

  test('is read back whatever maker and model are called', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (manufacturer, model) => {
        mkdirSync(facts, { recursive: true });
        writeFileSync(join(facts, 'sys_vendor'), manufacturer);
        writeFileSync(join(facts, 'product_name'), model);
        execFileSync('/bin/sh', [script, facts, target]);
        expect(readMachineRecord({ manufacturer, model }, record(), writers).kind).toBe('recorded');
      }),
      { numRuns: 8 },
    );
  });

  test('stays as it was, with nothing left over, when the new one cannot be put in its place', () => {
    write(laptop);
    const before = readFileSync(record(), 'utf8');
    // Everything the script uses but `mv`.
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    for (const tool of ['mkdir', 'mktemp', 'chmod', 'rm', 'tr', 'sed', 'cut']) symlinkSync(execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(tools, tool));
    writeFileSync(join(facts, 'product_serial'), 'PF3OTHER\n');
    expect(() => execFileSync('/bin/sh', [script, facts, target], { env: { PATH: tools }, stdio: 'ignore' })).toThrow();
    expect(readFileSync(record(), 'utf8')).toBe(before);
    expect(readdirSync(target)).toEqual(['machine.json']);
  });
});

describe('a record does not count, and says why', () => {
  const why = (by?: readonly number[]) => {
    const found = by === undefined ? read() : read([...by]);
    return found.kind === 'none' ? found.why : 'it counts';
  };

  test('when there is none', () => {
    expect(why()).toMatch(/has not recorded/);
  });

  test('when others than root wrote it', () => {
    write(laptop);
    const stranger = (process.getuid?.() ?? 0) + 1;
    expect(why([stranger])).toMatch(/others than root/);
  });

  test.each([0o664, 0o646, 0o666])('when others can write it: mode %o', (mode) => {
    write(laptop);
    chmodSync(record(), mode);
    expect(why()).toMatch(/not root’s alone/);
  });

  test.each([0o775, 0o757])('when its folder is one that others can change: mode %o', (mode) => {
    write(laptop);
    chmodSync(target, mode);
    expect(why()).toMatch(/folder that others than root can change/);
  });

  test('when it is a link, or lies behind one', () => {
    write(laptop);
    renameSync(record(), join(folder, 'real.json'));
    symlinkSync(join(folder, 'real.json'), record());
    expect(why()).toMatch(/is a link/);
    rmSync(record());
    renameSync(join(folder, 'real.json'), record());
    renameSync(target, join(folder, 'real'));
    symlinkSync(join(folder, 'real'), target);
    expect(why()).toMatch(/folder that others than root can change/);
  });

  test('when it is no file', () => {
    mkdirSync(record(), { recursive: true });
    expect(why()).toMatch(/not root’s alone/);
  });

  test('when it is of another machine, as on a disk that was moved', () => {
    write({ ...laptop, product_name: '20XWCTO1WW' });
    expect(why()).toMatch(/of another machine/);
  });

  test('when it is too long or no record', () => {
    write(laptop);
    writeFileSync(record(), `${readFileSync(record(), 'utf8')}${' '.repeat(5000)}`);
    expect(why()).toMatch(/cannot be read/);
    for (const text of ['', '{}', '{"v":2}', readFileSync(record(), 'utf8').trim().replace('"v":1', '"v":1,"more":1')]) {
      writeFileSync(record(), text);
      expect(why()).toMatch(/cannot be read/);
    }
  });

  test('whatever its text is, without a failure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(recordIn(text, visible).kind).toBe('none');
      }),
    );
  });
});

test('of a machine that is not this one, the real place has none that counts', () => {
  expect(readMachineRecord({ manufacturer: 'nobody', model: 'nothing' }).kind).toBe('none');
});
