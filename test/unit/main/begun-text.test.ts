import { describe, expect, it } from 'vitest';
import { lookedInto } from '../../../main/begun-text.ts';
import { ConversationId, TeamId } from '../../../shared/domain/ids.ts';
import { defaultPolicy } from '../../../shared/redaction/index.ts';

const channelId = '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10';
const call = {
  channelId,
  with: { kind: 'number', number: '+49 30 901820', name: '' },
  call: { direction: 'in', at: 1, minutes: 3, outcome: 'answered', recording: null },
} as const;
/** As an agent would write it with formatting, or in an address. */
const splitByMarks = ['4111 **1111** 1111 1111', '_4111 1111_ ~~1111~~ `1111`', '[x](https://shop.example/4111111111111111)'];

describe('what was noted of a call', () => {
  it('loses a card number before it reaches the vault, and keeps the rest', () => {
    expect(lookedInto('conversation.log-call', { ...call, notes: 'She read out 4111 1111 1111 1111 for order 17.' }, () => ({ redaction: defaultPolicy, handOverNote: 'optional' }))).toEqual({ kind: 'go', input: { ...call, notes: 'She read out [card **** 1111] for order 17.' } });
  });

  it('loses it however marks split it, and its marks with it; where there is nothing to hide, they stay', () => {
    const looked = (notes: string) => lookedInto('conversation.log-call', { ...call, notes, format: 'marked' }, () => ({ redaction: defaultPolicy, handOverNote: 'optional' }));
    for (const number of splitByMarks) {
      const { kind, input } = looked(`She read out ${number} for **order** 17.`) as { kind: string; input: { notes: string; format?: string } };
      expect([kind, input.format], number).toEqual(['go', undefined]);
      expect(input.notes, number).toContain('[card **** 1111]');
      expect(input.notes, number).toContain('for order 17.');
      expect(input.notes.replaceAll(/\D/gu, ''), number).toBe('111117');
    }
    expect(looked('She asks for **order** 17.')).toEqual({ kind: 'go', input: { ...call, notes: 'She asks for **order** 17.', format: 'marked' } });
    // Without them, what looks like marks is text, as ever.
    expect(lookedInto('conversation.log-call', { ...call, notes: '**order** 17' }, () => ({ redaction: defaultPolicy, handOverNote: 'optional' }))).toEqual({ kind: 'go', input: { ...call, notes: '**order** 17' } });
  });
});

describe('the first word to somebody', () => {
  const start = { channelId, to: { kind: 'address', address: 'ida@mail.example', name: '' }, subject: 'Your tent', text: 'It is back.' } as const;

  it('reaches the vault as it was typed', () => {
    expect(lookedInto('conversation.start', start, () => ({ redaction: defaultPolicy, handOverNote: 'optional' }))).toEqual({ kind: 'go', input: start });
  });

  it('with a card number in it, however marks split it, or in its subject, does not', () => {
    for (const text of splitByMarks) expect(lookedInto('conversation.start', { ...start, text }, () => ({ redaction: defaultPolicy, handOverNote: 'optional' })), text).toEqual({ kind: 'answered', output: { kind: 'refused', why: 'must-not-leave' } });
    for (const part of ['text', 'subject'] as const) expect(lookedInto('conversation.start', { ...start, [part]: 'Card 4111 1111 1111 1111' }, () => ({ redaction: defaultPolicy, handOverNote: 'optional' }))).toEqual({ kind: 'answered', output: { kind: 'refused', why: 'must-not-leave' } });
  });
});

describe('anything else', () => {
  it('is not looked into', () => {
    const reply = { id: channelId as never, text: '4111 1111 1111 1111' };
    expect(lookedInto('conversation.reply', reply, () => expect.fail('nothing is to be looked into'))).toEqual({ kind: 'go', input: reply });
  });

  it('a hand-over is refused with what nobody may keep in its note, and without a note where the company wants one', () => {
    const handOver = { id: ConversationId.parse('00000000-0000-4000-8000-000000000001'), to: { kind: 'team' as const, id: TeamId.parse('00000000-0000-4000-8000-000000000002') }, note: 'Refund agreed.' };
    const looked = (note: string, handOverNote: 'optional' | 'required') => lookedInto('conversation.hand-over', { ...handOver, note }, () => ({ redaction: defaultPolicy, handOverNote }));
    expect(looked('Refund agreed.', 'required')).toEqual({ kind: 'go', input: handOver });
    expect(looked('', 'optional')).toMatchObject({ kind: 'go' });
    expect(looked('', 'required')).toEqual({ kind: 'answered', output: { kind: 'note-needed' } });
    for (const note of ['Card 4111 1111 1111 1111', ...splitByMarks]) expect(looked(note, 'optional'), note).toEqual({ kind: 'answered', output: { kind: 'must-not-leave' } });
  });
});
