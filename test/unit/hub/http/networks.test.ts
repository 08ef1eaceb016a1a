import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerOf } from '../../../../hub/http/networks.ts';

describe('who calls', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::7', '2001:db8:1:2::'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::'],
    ['fe80::1%eth0', 'fe80:0:0:0::'],
    [undefined, 'unknown'],
  ])('from %s is %s', (address, caller) => {
    expect(callerOf(address)).toBe(caller);
  });

  it('is one, from whichever address of an IPv6 line', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
    fc.assert(
      fc.property(fc.array(group, { minLength: 4, maxLength: 4 }), fc.array(group, { minLength: 4, maxLength: 4 }), fc.array(group, { minLength: 4, maxLength: 4 }), (line, one, other) => {
        expect(callerOf([...line, ...one].join(':'))).toBe(callerOf([...line, ...other].join(':')));
      }),
    );
    fc.assert(fc.property(fc.ipV6(), (address) => callerOf(address.toUpperCase()) === callerOf(address) && callerOf(callerOf(address)) === callerOf(address)));
    fc.assert(fc.property(fc.string(), (text) => typeof callerOf(text) === 'string'));
  });
});
