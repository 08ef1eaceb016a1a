import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { Command, ControlToDevice, ControlToHub, DeviceMail, FrameToDevice, FrameToHub, HubEvent, HubMail, maxFrameLength } from '../../../../shared/contract/wire/index.ts';
import { maxReplyText } from '../../../../shared/domain/conversation.ts';
import { runs } from '../../../doubles/how-often.ts';

const key32 = Buffer.alloc(32, 1).toString('base64');
const signature = Buffer.alloc(64, 2).toString('base64');
const statement = { body: '{}', signature };
const conversationId = randomUUID();

const frames = {
  sealed: { t: 'sealed', n: 0, box: key32, signature },
  mail: { t: 'mail', kind: 'signal', body: key32 },
  'device-hello': { t: 'device-hello', v: 1, deviceId: randomUUID(), deviceKey: Buffer.alloc(33).toString('base64'), nonce: key32, certificate: null, proof: signature },
  'hub-hello': { t: 'hub-hello', v: 1, certificate: statement, nonce: key32 },
};

const schemas: readonly [string, z.ZodType][] = [
  ['FrameToDevice', FrameToDevice],
  ['FrameToHub', FrameToHub],
  ['ControlToHub', ControlToHub],
  ['ControlToDevice', ControlToDevice],
  ['HubEvent', HubEvent],
  ['HubMail', HubMail],
  ['DeviceMail', DeviceMail],
  ['Command', Command],
];

/** JSON that looks like ours: the right labels with anything beside them. */
const labels = fc.constantFrom('t', 'c', 'e', 'm', 'do', 'kind', 'v', 'n', 'seq', 'events', 'box', 'body', 'nonce', 'certificate', 'command', 'proof', 'key', 'at', '__proto__', 'constructor');
const words = fc.constantFrom('sealed', 'mail', 'hub-hello', 'device-hello', 'enrol', 'session-open', 'share', 'message', 'conversation', 'reply', 'command', 'ack', 'resume', 'backfill', 'signal');
const lookalike = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, words, fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(key32), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(labels, tie('value'), { maxKeys: 8 })),
})).value;

describe('what comes over the wire', () => {
  test.each(schemas)('%s takes or refuses any JSON, and never throws', (_name, schema) => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), lookalike), (value) => {
        schema.safeParse(value);
      }),
      runs(2000),
    );
  });

  test.each(schemas)('%s refuses what random JSON offers', (_name, schema) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(schema.safeParse(value).success).toBe(false);
      }),
      runs(500),
    );
  });
});

describe('frames', () => {
  test('are taken in their own direction only', () => {
    expect(FrameToHub.safeParse(frames['device-hello']).success).toBe(true);
    expect(FrameToDevice.safeParse(frames['device-hello']).success).toBe(false);
    expect(FrameToDevice.safeParse(frames['hub-hello']).success).toBe(true);
    expect(FrameToHub.safeParse(frames['hub-hello']).success).toBe(false);
    for (const frame of [frames.sealed, frames.mail]) {
      expect(FrameToHub.safeParse(frame).success).toBe(true);
      expect(FrameToDevice.safeParse(frame).success).toBe(true);
    }
  });

  test.each([
    ['another version', { ...frames['device-hello'], v: 2 }],
    ['a device id that is none', { ...frames['device-hello'], deviceId: 'me' }],
    ['a count below zero', { ...frames.sealed, n: -1 }],
    ['half a count', { ...frames.sealed, n: 0.5 }],
    ['a count beyond exact numbers', { ...frames.sealed, n: 2 ** 60 }],
    ['a box that is not base64', { ...frames.sealed, box: '***' }],
    ['a box larger than a frame', { ...frames.sealed, box: 'A'.repeat(maxFrameLength) }],
    ['a nonce that is too long', { ...frames['device-hello'], nonce: Buffer.alloc(60).toString('base64') }],
    ['no label', { ...frames.sealed, t: undefined }],
  ])('with %s are refused', (_what, frame) => {
    expect(FrameToHub.safeParse(frame).success).toBe(false);
  });
});

describe('mail', () => {
  test('of a device cannot carry what only the hub says, nor the other way round', () => {
    expect(HubMail.safeParse({ m: 'ack', seq: 1 }).success).toBe(false);
    expect(DeviceMail.safeParse({ seq: 1, events: [] }).success).toBe(false);
    expect(HubMail.safeParse({ seq: 1, events: [] }).success).toBe(true);
  });

  test('is counted from one', () => {
    expect(HubMail.safeParse({ seq: 0, events: [] }).success).toBe(false);
    expect(DeviceMail.safeParse({ m: 'ack', seq: 0 }).success).toBe(false);
    expect(DeviceMail.safeParse({ m: 'resume', seq: 0 }).success).toBe(true);
  });

  test('carries a reply that is neither empty nor longer than the contract says', () => {
    const reply = (text: string) => Command.safeParse({ do: 'reply', conversationId, messageId: randomUUID(), text, seen: null }).success;
    expect(reply('x')).toBe(true);
    expect(reply('')).toBe(false);
    expect(reply('x'.repeat(maxReplyText))).toBe(true);
    expect(reply('x'.repeat(maxReplyText + 1))).toBe(false);
  });
});

test('a code is six or eight ASCII digits', () => {
  const code = (text: string) => ControlToHub.safeParse({ c: 'session-open', code: text, verifier: Buffer.alloc(32).toString('base64') }).success;
  for (const good of ['123456', '12345678']) expect(code(good)).toBe(true);
  for (const bad of ['12345', '1234567', '123456789', '12345a', '１２３４５６', '123456\n', ' 123456', '']) expect(code(bad)).toBe(false);
});
