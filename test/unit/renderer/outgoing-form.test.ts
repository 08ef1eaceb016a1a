import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outboundCalls } from '../../../shared/contract/ipc/outbound.ts';
import { AttachmentId, ConversationId } from '../../../shared/domain/ids.ts';
import type { ChannelChoice } from '../../../shared/domain/outgoing.ts';
import { emptyForm, type OutgoingForm, readOutgoing } from '../../../renderer/screens/inbox/outbound/outgoing-form.ts';
import { fieldTime } from '../../../renderer/ui/field-time.ts';

const mailbox: ChannelChoice = { id: '00000020-0000-4000-8000-000000000001', kind: 'email', name: 'Help', address: 'help@shop.example', country: null };
const line: ChannelChoice = { id: '00000020-0000-4000-8000-000000000003', kind: 'phone', name: 'Line', address: null, country: 'DE' };
const now = Date.UTC(2026, 2, 15, 12, 30, 40);
const form = (part: Partial<OutgoingForm> = {}): OutgoingForm => ({ ...emptyForm(mailbox, now), who: { kind: 'typed', typed: 'ida@mail.example' }, subject: 'Tent', text: 'Hello', ...part });

describe('the form of a new conversation', () => {
  it('names everything that is missing at once', () => {
    expect(readOutgoing(emptyForm(mailbox, now), mailbox, now)).toEqual({ kind: 'missing', fields: ['who', 'subject', 'text'] });
    expect(readOutgoing(form(), undefined, now)).toEqual({ kind: 'missing', fields: ['channel'] });
  });

  it('takes the files that were brought for it along with a mail, under the id they were brought under, and never with a call', () => {
    const id = ConversationId.parse('00000001-0000-4000-8000-000000000001');
    const files = [AttachmentId.parse('00000030-0000-4000-8000-000000000001')];
    expect(readOutgoing(form(), mailbox, now, { id, files })).toMatchObject({ kind: 'mail', input: { brought: { id, files } } });
    expect(readOutgoing(form(), mailbox, now, { id, files: [] })).not.toHaveProperty('input.brought');
    expect(readOutgoing(form(), line, now, { id, files })).not.toHaveProperty('input.brought');
  });

  it('of a call takes no time that has not come, no minutes that are none, and no recording but by https', () => {
    const read = (part: Partial<OutgoingForm>) => readOutgoing(form(part), line, now);
    expect(read({})).toMatchObject({ kind: 'call', input: { call: { minutes: 0, recording: null } } });
    for (const when of [fieldTime(now + 3_600_000), '', '50', '1950-01-01T09:00']) expect([when, read({ when })]).toEqual([when, { kind: 'missing', fields: ['when'] }]);
    for (const minutes of ['', '-1', '1.5', '1e2', '1441', 'ten']) expect([minutes, read({ minutes })]).toEqual([minutes, { kind: 'missing', fields: ['minutes'] }]);
    for (const recording of ['http://calls.example/1', 'calls.example', 'javascript:alert(1)']) expect([recording, read({ recording })]).toEqual([recording, { kind: 'missing', fields: ['recording'] }]);
    expect(read({ recording: ' https://calls.example/1 ' })).toMatchObject({ input: { call: { recording: 'https://calls.example/1' } } });
  });

  it('is what main takes, whatever was typed', () => {
    const text = fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(fc.record({ subject: text, text, name: fc.constantFrom('', 'Ida Nord'), minutes: fc.oneof(text, fc.nat(2_000).map(String)), when: fc.oneof(text, fc.nat(99).map(String), fc.constantFrom(fieldTime(now), '1950-01-01T09:00')) }), fc.constantFrom(mailbox, line), (typed, channel) => {
        const read = readOutgoing(form(typed), channel, now);
        if (read.kind === 'missing') expect(read.fields.length).toBeGreaterThan(0);
        // A subject of control characters is left to main, which says no to it.
        else if (read.kind === 'call') expect(outboundCalls['conversation.log-call'].input.safeParse(read.input).success).toBe(true);
        else if (!/[\p{Cc}\u2028\u2029]/u.test(read.input.subject)) expect(outboundCalls['conversation.start'].input.safeParse(read.input).success).toBe(true);
      }),
    );
  });

  it('shows a time as a field for times has it, and reads the same minute back', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2100, 0) }), (at) => {
      expect(Math.abs(Date.parse(fieldTime(at)) - Math.floor(at / 60_000) * 60_000) % 3_600_000).toBe(0);
    }));
  });
});
