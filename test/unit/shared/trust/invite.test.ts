import { PrivateKey } from '@signalapp/libsignal-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Invite, InviteError, readInvite, writeInvite } from '../../../../shared/trust/invite.ts';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { runs } from '../../../doubles/how-often.ts';

const invite: Invite = {
  v: 1,
  organisation: 'Example Shoes & Söhne',
  url: 'wss://hub.example.com:8443/device',
  root: publicKeyText(PrivateKey.generate().getPublicKey()),
  tls: 'ab'.repeat(32),
  code: 'ABCDEFGHIJKLMNOPQRSTUVWX27',
  agentEmail: 'ada@example.com',
};
const written = writeInvite(invite);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('an invite', () => {
  test('is read as it was written', () => {
    expect(readInvite(written)).toEqual(invite);
    expect(readInvite(writeInvite({ ...invite, tls: null }))).toEqual({ ...invite, tls: null });
  });

  test('is one word, a link', () => {
    expect(written).toMatch(/^sealdesk:\/\/enrol\/[\w-]+$/);
  });

  test('may be pasted with white space and line breaks anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: written.length }), { maxLength: 20 }), fc.constantFrom(' ', '\n', '\r\n', '\t', '\u00a0'), (places, space) => {
        const pasted = Array.from(written).map((character, at) => (places.includes(at) ? space + character : character)).join('');
        expect(readInvite(` ${pasted}\n`)).toEqual(invite);
      }),
    );
  });

  test('with one wrong letter is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 'sealdesk://enrol/'.length, max: written.length - 1 }), fc.constantFrom(...alphabet.split('')), (at, letter) => {
        fc.pre(written[at] !== letter);
        expect(() => readInvite(written.slice(0, at) + letter + written.slice(at + 1))).toThrow(InviteError);
      }),
      runs(1000),
    );
  });

  test('with two letters exchanged is refused', () => {
    for (let at = 'sealdesk://enrol/'.length; at < written.length - 1; at++) {
      if (written[at] === written[at + 1]) continue;
      const swapped = written.slice(0, at) + written[at + 1]! + written[at]! + written.slice(at + 2);
      expect(() => readInvite(swapped)).toThrow(InviteError);
    }
  });

  test('cut short is refused', () => {
    for (let length = 0; length < written.length; length++) expect(() => readInvite(written.slice(0, length))).toThrow(InviteError);
  });

  test('of anything else is refused with its own error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), fc.boolean(), (text, prefixed) => {
        expect(() => readInvite(prefixed ? `sealdesk://enrol/${text}` : text)).toThrow(InviteError);
      }),
    );
  });

  test('to a hub without TLS is neither written nor read', () => {
    expect(() => writeInvite({ ...invite, url: 'ws://hub.example.com' })).toThrow();
    expect(() => writeInvite({ ...invite, url: 'https://hub.example.com' })).toThrow();
  });
});
