import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Beginnings, hardest } from '../../../../hub/channels/webchat/beginnings.ts';
import { networkOf } from '../../../../hub/http/networks.ts';

let now = 0;
let beginnings: Beginnings;
beforeEach(() => {
  now = 0;
  beginnings = new Beginnings({ now: () => now, monotonic: () => now });
});
const begin = (times: number, address: (n: number) => string) => Array.from({ length: times }, (_, n) => beginnings.one(address(n)));
const minute = 60_000;

describe('how hard a page works before it may begin a conversation', () => {
  it('not at all, as long as few begin', () => {
    for (let n = 0; n < 20; n += 1) {
      expect(begin(10, () => '192.0.2.7')).toEqual(Array.from({ length: 10 }, () => 0));
      now += minute;
    }
  });

  it('the harder the more begin from its network, and others not at all', () => {
    const levels = begin(200, () => '192.0.2.7');
    expect(levels.slice(9, 12)).toEqual([0, 1, 1]);
    expect(levels.toSorted((a, b) => a - b)).toEqual(levels);
    expect(beginnings.one('192.0.2.99')).toBeGreaterThan(0);
    now = minute;
    expect(beginnings.one('198.51.100.1')).toBe(0);
  });

  it('everywhere when too many begin from all networks together', () => {
    expect(begin(61, (n) => `10.0.${n}.1`).at(-1)).toBe(1);
    expect(beginnings.one('198.51.100.1')).toBe(1);
  });

  it('never harder than a telephone can stand', () => {
    expect(Math.max(...begin(100_000, () => '192.0.2.7'))).toBe(hardest);
  });

  it('no longer ten minutes after it was too much', () => {
    begin(11, () => '192.0.2.7');
    now = 9 * minute;
    expect(beginnings.one('192.0.2.7')).toBe(1);
    now = 10 * minute;
    expect(beginnings.one('192.0.2.7')).toBe(0);
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2'],
    ['::ffff:192.0.2.7', '192.0.2'],
    ['2001:db8:1:2::7', '2001:db8:1'],
    ['2001:0DB8:0001::', '2001:db8:1'],
    ['::1', '0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for each address in it, however that is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const whole = networkOf(address);
        if (!address.includes('.')) expect(networkOf(address.toUpperCase())).toBe(whole);
        expect(whole).toMatch(/^(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){2}|[\d.]+|.*\..*)$/i);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof networkOf(text) === 'string'));
  });
});
