import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openRecord, RecordDamaged, type RecordContent, sealRecord } from '../../../../main/device/record.ts';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { runs } from '../../../doubles/how-often.ts';
import { soundPosture } from '../../../doubles/posture.ts';

const secret = new Uint8Array(randomBytes(32));
const profile = 'f'.repeat(32);
const content: RecordContent = {
  organisation: 'Lindgren Canary Outdoor',
  url: 'wss://hub.lindgren-canary.example/device',
  tls: null,
  root: randomBytes(33).toString('base64'),
  deviceId: DeviceId.parse('6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11'),
  deviceName: 'canary-laptop',
  agentEmail: 'nora.canary@lindgren.example',
  posture: { ...soundPosture, hostName: 'canary-laptop' },
  stage: 'pending',
  inviteCode: 'CANARYCANARYCANARYCANARYCA',
  hubKeys: [],
  hubSignalIdentity: null,
  minimumSerial: 0,
  certificate: null,
  policy: null,
  vaultMade: false,
  verifierSet: false,
  revocationReason: null,
  totpReset: { serial: 4, ended: true },
  vaultHealth: { kind: 'sound' },
  suspension: { serial: 3, suspended: true, reason: 'Canary is on leave.' },
};
const text = sealRecord(content, 3, secret, profile);

test('comes back as it was written, and no word of it can be read in the file', () => {
  expect(openRecord(text, secret, profile)).toEqual({ version: 3, content });
  expect(text).not.toMatch(/canary|lindgren|wss:/i);
  expect(Buffer.from(JSON.parse(text).content, 'base64').toString('latin1')).not.toMatch(/canary|lindgren/i);
});

test('every flipped bit is found', () => {
  const original = Buffer.from(text);
  fc.assert(
    fc.property(fc.nat(original.length - 1), fc.nat(7), (position, bit) => {
      const changed = Buffer.from(original);
      changed[position]! ^= 1 << bit;
      expect(() => openRecord(changed.toString('utf8'), secret, profile)).toThrow(RecordDamaged);
    }),
    runs(3000),
  );
});

test('another version number, another secret, another profile: damaged', () => {
  expect(() => openRecord(text.replace('"version":3', '"version":4'), secret, profile)).toThrow(RecordDamaged);
  expect(() => openRecord(text, new Uint8Array(randomBytes(32)), profile)).toThrow(RecordDamaged);
  expect(() => openRecord(text, secret, '0'.repeat(32))).toThrow(RecordDamaged);
  for (const other of ['', '{}', 'null', '[]', `${text} `, text.slice(1)]) expect(() => openRecord(other, secret, profile)).toThrow(RecordDamaged);
});
