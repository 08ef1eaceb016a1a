import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FileLink, linkToken, opensLink, tokenId } from '../../../../hub/channels/instagram/file-link.ts';
import { createEnvelope } from '../../../../hub/store/envelope.ts';
import { systemClock } from '../../../../shared/domain/clock.ts';

const envelope = createEnvelope(randomBytes(32), systemClock);
const link: FileLink = { id: randomUUID(), attachmentId: randomUUID(), messageId: randomUUID(), until: 1_800_000_000_000 };
const token = linkToken(envelope, link);
const before = link.until - 1;

it('a link opens what it was made for, until its time, and never from then on', () => {
  expect([tokenId(token), opensLink(envelope, token, link, before)]).toEqual([link.id, true]);
  fc.assert(fc.property(fc.nat(2 ** 40), (later) => !opensLink(envelope, token, link, link.until + later)));
});

it('a link with any bit of it changed opens nothing', () => {
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = Buffer.from(token, 'latin1');
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      expect(opensLink(envelope, changed.toString('latin1'), link, before)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

it('a link opens no other file, message or link, and not with a later end', () => {
  const other = fc.constantFrom<Partial<FileLink>>({ attachmentId: randomUUID() }, { messageId: randomUUID() }, { id: randomUUID() }, { until: link.until + 1 }, { attachmentId: link.messageId, messageId: link.attachmentId });
  fc.assert(fc.property(other, (change) => !opensLink(envelope, token, { ...link, ...change }, before)));
});

it('a link of another hub, and whatever anybody makes up, opens nothing and breaks nothing', () => {
  expect(opensLink(createEnvelope(randomBytes(32), systemClock), token, link, before)).toBe(false);
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string().map((text) => `${link.id}.${text}`)), (text) => !opensLink(envelope, text, link, before)));
});
