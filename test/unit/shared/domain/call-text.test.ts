import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callText, callWritten } from '../../../../shared/domain/call-text.ts';
import { CallOutcome } from '../../../../shared/domain/outgoing.ts';
import { hasMarks, plainReading } from '../../../../shared/marks/plain-reading.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';
import { maxReplyText } from '../../../../shared/domain/conversation.ts';

const words = fc.array(fc.constantFrom('**', '_', '~~', '`', '[a](https://a.example)', '- ', '1. ', '> ', '\\', 'word', ' ', '\n'), { maxLength: 12 }).map((parts) => parts.join(''));
const calls = fc.record({ direction: fc.constantFrom('in' as const, 'out' as const), at: fc.constant(0), minutes: fc.nat(1_440), outcome: fc.constantFrom(...CallOutcome.options), recording: fc.constantFrom(null, 'https://calls.example/_a_/**b**') });

it('a call reads as it does without formatting, whatever marks its notes have, and all of it is shown', () => {
  fc.assert(
    fc.property(calls, words, (call, notes) => {
      const written = callWritten(call, { text: notes, format: 'marked' });
      expect(written.text).toBe(callText(call, plainReading(notes.trim())));
      const reading = plainReading(notes.trim());
      expect(written.marked !== undefined).toBe(hasMarks(notes.trim()) && reading.trim() === reading);
      if (written.marked === undefined) return;
      const shown = formattedOf(written) ?? expect.fail('its marks are of something else');
      expect(`${plainReading(written.marked)}${shown.below}`).toBe(written.text);
      expect(shown.below.trim()).toBe(call.recording === null ? '' : `Recording: ${call.recording}`);
    }),
  );
});

it('notes that read as white space, or begin or end with it, are told without marks', () => {
  const call = { direction: 'in', at: 0, minutes: 0, outcome: 'answered', recording: null } as const;
  for (const notes of ['` `', '` a`', '**a** ` `']) expect(callWritten(call, { text: notes, format: 'marked' })).toEqual({ text: callText(call, plainReading(notes)) });
});

it('notes that are too long to be told with their marks are plain, and of a laptop that knows of none as they were typed', () => {
  const call = { direction: 'in', at: 0, minutes: 3, outcome: 'answered', recording: null } as const;
  const long = `**a** ${'b'.repeat(maxReplyText - 6)}`;
  expect(callWritten(call, { text: long, format: 'marked' })).toEqual({ text: callText(call, plainReading(long)) });
  expect(callWritten(call, { text: '**a**' })).toEqual({ text: callText(call, '**a**') });
});
