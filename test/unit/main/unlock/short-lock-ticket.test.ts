import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTicket, sealTicket } from '../../../../main/unlock/short-lock-ticket.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { runs } from '../../../doubles/how-often.ts';

const secret = new Uint8Array(32).fill(7);
const device = '6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11';
const content = { lockedAt: 1_800_000_000_000, epoch: 3, session: { token: toBase64(new Uint8Array(32)), until: 1_800_000_100_000 } };

test('a ticket is read on the device that made it, and fits into what crosses to main', () => {
  const sealed = sealTicket(content, secret, device);
  expect(sealed.length).toBeLessThan(1024);
  expect(openTicket(sealed, secret, device)).toEqual(content);
  expect(openTicket(sealed, new Uint8Array(32), device)).toBeNull();
  expect(openTicket(sealed, secret, device.replace('6c', '6d'))).toBeNull();
});

test('a ticket tells main nothing', () => {
  expect(Buffer.from(sealTicket(content, secret, device)).toString('latin1')).not.toMatch(/token|lockedAt|1800000/);
});

test('a ticket is nothing once a single bit of it is another one, and noise is none', () => {
  const sealed = sealTicket(content, secret, device);
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(openTicket(changed, secret, device)).toBeNull();
    }),
    runs(200),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1024 }), (noise) => {
      expect(openTicket(noise, secret, device)).toBeNull();
    }),
    runs(200),
  );
});
