import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InventoryCsvError, maxCsvMachines, readInventoryCsv } from '../../../../hub/enrolment/inventory-csv.ts';
import { foldedTag, type NewMachine } from '../../../../hub/enrolment/inventory.ts';
import { machineOf, normalisedSerial } from '../../../../hub/enrolment/machine.ts';
import { runs } from '../../../doubles/how-often.ts';

const uuid = '4c4c4544-0042-3510-8054-b7c04f4e3732';

describe('an inventory from a CSV file', () => {
  it('is read with its heading in any order and case', () => {
    expect(readInventoryCsv(`UUID,Tag,Serial,Note,Model\n${uuid.toUpperCase()},NL-1,A-1,spare,Notebook 14\n`)).toEqual([
      { tag: 'NL-1', serial: 'A-1', hardwareUuid: uuid, model: 'Notebook 14', note: 'spare' },
    ]);
  });

  it.each([
    ['a byte order mark', '\ufefftag,serial\nNL-1,A-1\n'],
    ['semicolons', 'tag;serial\nNL-1;A-1\n'],
    ['Windows line ends and no last one', 'tag,serial\r\nNL-1,A-1'],
    ['quotation marks', '"tag","serial"\n"NL-1","A-1"\n'],
    ['empty lines', 'tag,serial\n\nNL-1,A-1\n\n'],
    ['spaces around', ' tag , serial \n NL-1 , A-1 \n'],
  ])('may have %s', (_what, text) => {
    expect(readInventoryCsv(text)).toEqual([{ tag: 'NL-1', serial: 'A-1', hardwareUuid: null, model: null, note: null }]);
  });

  it('keeps separators and quotation marks within quotation marks', () => {
    expect(readInventoryCsv('tag;serial;note\nNL-1;A-1;"lent; see ""desk"", 2nd floor"\n')[0]?.note).toBe('lent; see "desk", 2nd floor');
  });

  it('counts what firmware has in place of a number as none', () => {
    expect(readInventoryCsv(`tag,serial,uuid\nNL-1,To be filled by O.E.M.,${uuid}\nNL-2,A-2,ffffffff-ffff-ffff-ffff-ffffffffffff\n`)).toMatchObject([
      { serial: null, hardwareUuid: uuid },
      { serial: 'A-2', hardwareUuid: null },
    ]);
  });

  it.each([
    ['', 'The file is empty'],
    ['tag,serial\n', 'only a heading'],
    ['serial\nA-1\n', 'no column tag'],
    ['tag,model\nNL-1,x\n', 'neither serial nor uuid'],
    ['tag,serial,owner\nNL-1,A-1,x\n', 'a column that is not known'],
    ['tag,serial,Serial\nNL-1,A-1,A-2\n', 'serial twice'],
    ['tag,serial\nNL-1,A-1\nNL-2\n', 'Line 3 is not CSV'],
    ['tag,serial\nNL-1,A-1\nNL-2,A-2,A-3\n', 'Line 3 is not CSV'],
    ['tag,serial\nNL-1,"A-1\n', 'is not CSV'],
    ['tag,serial\n,A-1\n', 'Line 2: the tag'],
    ['tag,serial\nNL-1,A-1\nNL-2,Default string\n', 'Line 3: the machine has neither'],
    ['tag,uuid\nNL-1,1234\n', 'Line 2: the uuid is not one'],
    ['tag,serial\n\nNL-1,A-1\n\nNL-2,a-1\n', 'Line 5: the serial number is that of line 3'],
    ['tag,serial\nNL-1,A-1\nnl-1,A-2\n', 'Line 3: the tag is that of line 2'],
    [`tag,uuid\nNL-1,${uuid}\nNL-2,{${uuid}}\n`, 'Line 3: the hardware UUID is that of line 2'],
    ['tag,serial,note\nNL-1,A-1,"two\nlines"\n', 'Line 3: model or note'],
    [`tag,serial\nNL-1,${'A1'.repeat(70)}\n`, 'Line 2: the serial number'],
  ])('is refused as a whole: %j', (text, why) => {
    expect(() => readInventoryCsv(text)).toThrow(why);
    expect(() => readInventoryCsv(text)).toThrow(/Nothing was imported\.$/);
  });

  it('is refused above its limit, not cut short', () => {
    const text = `tag,serial\n${Array.from({ length: maxCsvMachines + 1 }, (_, n) => `T${n},S-${n}`).join('\n')}`;
    expect(() => readInventoryCsv(text)).toThrow('Split it');
  });

  it('of anything whatever is read or refused in our own words', () => {
    const piece = fc.oneof(fc.constantFrom('tag', 'serial', 'uuid', ',', ';', '"', '\n', '\r\n', '\ufeff', 'A-1', uuid), fc.string({ unit: 'binary', maxLength: 12 }));
    const file = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(file, file.map((rest) => `tag,serial\n${rest}`)), (text) => {
        let machines: NewMachine[];
        try {
          machines = readInventoryCsv(text);
        } catch (error) {
          return error instanceof InventoryCsvError;
        }
        return machines.every((machine) => {
          const { serial, hardwareUuid } = machineOf(machine);
          return machine.tag !== '' && (serial !== null || hardwareUuid !== null);
        });
      }),
      runs(2000),
    );
  });

  it('comes out as it was put in, with either separator', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text) && text.trim() === text);
    const machine = fc.record({ tag: cell, serial: cell.filter((text) => normalisedSerial(text) !== null), model: fc.option(cell), note: fc.option(cell) });
    const machines = fc.array(machine, { minLength: 1, maxLength: 20 });
    const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;
    const quoted = (text: string | null) => `"${(text ?? '').replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(machines, fc.constantFrom(',', ';'), (given, separator) => {
        fc.pre(distinct(given.map(({ tag }) => foldedTag(tag))) && distinct(given.map(({ serial }) => normalisedSerial(serial))));
        const lines = given.map(({ tag, serial, model, note }) => [tag, serial, model, note].map(quoted).join(separator));
        const text = [['tag', 'serial', 'model', 'note'].join(separator), ...lines].join('\n');
        expect(readInventoryCsv(text)).toEqual(given.map((one) => ({ ...one, hardwareUuid: null })));
      }),
    );
  });
});
