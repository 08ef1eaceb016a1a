import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reporting, say, table } from '../../../../hub/admin/commands/answering.ts';
import { SealdeskError } from '../../../../shared/domain/errors.ts';
import { runs } from '../../../doubles/how-often.ts';

let written: string;
beforeEach(() => {
  written = '';
  const keep = (line: unknown): void => void (written += `${String(line)}\n`);
  vi.spyOn(console, 'log').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const escape = String.fromCharCode(27);
const csi = String.fromCharCode(0x9b);
const turned = String.fromCharCode(0x202e);
/** All that a terminal does more with than show it, but for the ends of lines and tabs. */
const orders = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
/** Rather such signs than others. */
const hostile = fc.array(fc.oneof(fc.constantFrom(escape, csi, turned, '\r', '\b', '\n', '\t', '\u0000', '\u2028', '[2A', '"', '\\'), fc.string({ unit: 'binary' })), { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('what a command says at a terminal', () => {
  it('draws over nothing of what stands above it: a laptop that calls itself by an order to the terminal is shown as it calls itself', () => {
    const machine = `laptop${escape}[3A${csi}2K\rSafety number  11111 22222\nSafety number  11111 22222${turned}`;
    say({ json: false }, null, table([['Safety number', '90210 43210'], ['Machine', machine], ['Serial number', 'C02']]));
    expect(written).not.toMatch(orders);
    expect(written.trimEnd().split('\n')).toEqual([
      'Safety number  90210 43210',
      'Machine        laptop\\u001b[3A\\u009b2K\\u000dSafety number  11111 22222\\u000aSafety number  11111 22222\\u202e',
      'Serial number  C02',
    ]);
  });

  it('has no such sign in it whatever it says, in words, in JSON and in what went wrong; its JSON reads back as the same', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (one, other) => {
        written = '';
        say({ json: false }, null, `${one}\n${table([[one, other], [other, one]])}`);
        expect(written).not.toMatch(orders);
        written = '';
        say({ json: true }, { [one]: other }, '');
        expect(written).not.toMatch(orders);
        expect(written.trimEnd()).not.toContain('\n');
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify({ [one]: other })));
        written = '';
        await reporting({ json: true }, () => Promise.reject(new SealdeskError('input', one)));
        await reporting({}, () => Promise.reject(new TypeError(other)));
        expect(written).not.toMatch(orders);
      }),
      runs(200),
    );
  });

  it('has its rows and columns as ever', () => {
    expect(table([['A', 'Bc'], ['Äöü 日本', 'd']])).toBe('A       Bc\nÄöü 日本  d');
  });
});
