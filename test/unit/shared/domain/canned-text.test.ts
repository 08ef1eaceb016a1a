import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CannedReply } from '../../../../shared/domain/canned-reply.ts';
import { fillCannedText, firstNameIn, nameIn, readCannedText, type TextValues, textVariables, unfilledGaps } from '../../../../shared/domain/canned-text.ts';

const values: TextValues = { 'customer.firstName': 'Maria', 'customer.name': 'Maria Weber', 'agent.name': 'Ada', 'conversation.subject': 'Where is my tent?', 'company.name': 'Nordlicht' };
const nothing: TextValues = { 'customer.firstName': null, 'customer.name': null, 'agent.name': null, 'conversation.subject': null, 'company.name': null };

describe('a text with gaps', () => {
  it('is filled with what is known, and with its fallback where nothing is', () => {
    const text = 'Hello {{customer.firstName|there}}, {{ company.name }} here: {{conversation.subject}}';
    expect(fillCannedText(text, values)).toBe('Hello Maria, Nordlicht here: Where is my tent?');
    expect(fillCannedText(text, nothing)).toBe('Hello there, {{ company.name }} here: {{conversation.subject}}');
  });

  it('keeps a gap that nobody filled as it is written, where it is found again', () => {
    const text = fillCannedText('Dear {{customer.name}},', nothing);
    expect(unfilledGaps(text).map(({ start, end }) => text.slice(start, end))).toEqual(['{{customer.name}}']);
    expect(unfilledGaps('{{something.else}} {{}} {{customer.name')).toEqual([]);
  });

  it.each([
    ['Hello {{customer.email}}', '{{customer.email}}'],
    ['Hello {{customer.firstName', '{{customer.firstName'],
    ['Hello }} there', '}} there'],
    ['{{constructor}}', '{{constructor}}'],
    ['{{customer.name|{{agent.name}}}}', '{{customer.name|'],
  ])('refuses what is no gap there is: %s', (text, written) => {
    expect(readCannedText(text)).toEqual({ kind: 'wrong', written });
  });

  it('puts what a customer calls themself in as it is: it opens no gap and no line', () => {
    const filled = fillCannedText('Hello {{customer.name|there}}!', { ...values, 'customer.name': '{{agent.name}}\r\nBcc: all' });
    expect(filled).toBe('Hello agent.name Bcc: all!');
    expect(unfilledGaps(filled)).toEqual([]);
  });

  it('takes no address and no number for a name', () => {
    expect([nameIn('Maria Weber'), nameIn('J.-P. O’Neill'), nameIn('maria@web.example'), nameIn('+49 171'), nameIn('[email]'), nameIn(' '), firstNameIn('Maria Weber'), firstNameIn('+49')]).toEqual([
      'Maria Weber', 'J.-P. O’Neill', null, null, null, null, 'Maria', null,
    ]);
  });

  it('is read whole, whatever it is: its parts make it again, and nothing of a value is read a second time', () => {
    const braces = fc.array(fc.oneof(fc.constantFrom('{{', '}}', '{', '}', '|', ...textVariables.map((one) => `{{${one}}}`), ...textVariables.map((one) => `{{${one}|x}}`)), fc.string({ maxLength: 6 })), { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(braces, fc.string(), (text, value) => {
        const read = readCannedText(text);
        if (read.kind === 'wrong') {
          expect(text).toContain(read.written);
          expect(fillCannedText(text, values)).toBe(text);
          return;
        }
        expect(read.parts.map((part) => (part.kind === 'text' ? part.text : part.written)).join('')).toBe(text);
        const filled = fillCannedText(text, { ...nothing, 'customer.name': `{{agent.name}}${value}` });
        // Gaps are left only where they stood.
        const left = read.parts.filter((part) => part.kind === 'gap' && part.fallback === null && part.variable !== 'customer.name').length;
        expect(unfilledGaps(filled)).toHaveLength(left);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a canned reply', () => {
  const reply = { id: '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10', name: 'Sent', shortcut: 'sent', teamId: null, texts: [{ language: 'en', text: 'Hello {{customer.name|there}}' }], afterwards: { status: null, assignToMe: false } };
  it.each([
    ['an unknown gap', { texts: [{ language: 'en', text: 'Hello {{customer.iban}}' }] }],
    ['two texts in one language', { texts: [...reply.texts, ...reply.texts] }],
    ['no text', { texts: [] }],
    ['a shortcut of two words', { shortcut: 'on way' }],
    ['a language that is none', { texts: [{ language: 'Deutsch', text: 'Hallo' }] }],
  ])('with %s is refused', (_what, part) => {
    expect(CannedReply.safeParse(reply).success).toBe(true);
    expect(CannedReply.safeParse({ ...reply, ...part }).success).toBe(false);
  });
});
