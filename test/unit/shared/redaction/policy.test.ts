import { describe, expect, test } from 'vitest';
import { type RedactionPolicy as Policy, RedactionPolicy, defaultPolicy, inspectText, policyIn, redactHtml, redactText } from '../../../../shared/redaction/index.ts';

const text = 'Card 4242 4242 4242 4242, mail anna@example.com, phone +49 30 901820, IBAN DE89 3704 0044 0532 0130 00.';
const policy = (value: unknown): Policy => RedactionPolicy.parse(value);

describe('what becomes of a finding', () => {
  test('by default: destroyed, masked or sealed', () => {
    expect(inspectText(text).redacted).toBe('Card [card **** 4242], mail [e-mail], phone [phone **** 20], IBAN [IBAN DE**** 3000].');
  });

  test('what is masked or sealed comes with what stood there; what is destroyed, and a mask from before, do not', () => {
    const { text: hidden, findings } = redactText(text);
    expect(findings.map(({ type, value }) => [type, value])).toEqual([['card', undefined], ['email', 'anna@example.com'], ['phone', '+49 30 901820'], ['iban', 'DE89 3704 0044 0532 0130 00']]);
    expect(redactText(hidden).findings).toEqual([]);
  });

  test('to warn of lists it and leaves it readable; to keep does not even list it', () => {
    const { redacted, findings } = inspectText(text, policy({ types: { email: { action: 'warn' }, phone: { action: 'keep' }, iban: { action: 'destroy' } } }));
    expect(redacted).toBe('Card [card **** 4242], mail anna@example.com, phone +49 30 901820, IBAN [IBAN].');
    expect(findings.map(({ type, action }) => `${type} ${action}`)).toEqual(['card destroy', 'email warn', 'iban destroy']);
  });

  test('a mask never shows more than half of a value', () => {
    const { redacted } = inspectText('sort code 60-16-13', policy({ types: { 'bank-routing': { action: 'mask', first: 4, last: 4 } } }));
    expect(redacted).toBe('sort code [bank code **** 613]');
  });

  test('a card number and its code can only be destroyed', () => {
    for (const type of ['card', 'card-code']) {
      expect(() => policy({ types: { [type]: { action: 'keep' } } })).toThrow('can only be destroyed');
      expect(() => policy({ overrides: [{ direction: 'out', types: { [type]: { action: 'warn' } } }] })).toThrow('can only be destroyed');
    }
  });

  test('what the schema does not know is refused', () => {
    expect(() => policy({ types: { 'e-mail': { action: 'keep' } } })).toThrow();
    expect(() => policy({ extra: true })).toThrow();
  });

  test('by channel, direction and role: the last override that fits holds', () => {
    const own = policy({
      overrides: [
        { direction: 'out', types: { email: { action: 'warn' } } },
        { channel: 'webchat', role: 'lead', types: { email: { action: 'keep' }, phone: { action: 'warn' } } },
      ],
    });
    expect(policyIn(own, { direction: 'in' }).types.email.action).toBe('seal');
    expect(policyIn(own, { direction: 'out' }).types.email.action).toBe('warn');
    expect(policyIn(own, { channel: 'webchat', direction: 'out', role: 'lead' }).types.email.action).toBe('keep');
    expect(policyIn(own, { channel: 'email', role: 'lead' }).types.phone.action).toBe('mask');
  });

  test('holds for HTML, too', () => {
    expect(redactHtml('<p>mail anna@<b>example</b>.com</p>', defaultPolicy).html).toBe('<p>mail <span data-finding="email">[e-mail]</span><b></b></p>');
  });
});

const pattern = (more: object) => policy({ patterns: [{ name: 'customer number', kind: 'find', pattern: 'NL-[0-9]{6}', matches: ['NL-123456'], matchesNot: ['NL-12'], ...more }] });

describe('a company’s own patterns', () => {
  test('are found, and treated as they say', () => {
    const own = pattern({ treatment: { action: 'mask', last: 2 } });
    expect(inspectText('😀 I am NL-123456', own).redacted).toBe('😀 I am [hidden **** 56]');
    expect(inspectText('I am NL-12345 or NL-12', own).findings).toEqual([]);
  });

  test('can say what is to be left alone', () => {
    const order = 'our number 219-09-9998';
    expect(inspectText(order).findings).toHaveLength(1);
    expect(inspectText(order, pattern({ kind: 'leave', pattern: '219-[0-9]{2}-[0-9]{4}', matches: ['219-09-9998'], matchesNot: ['123-45-6789'] })).findings).toEqual([]);
  });

  test('that could take forever are refused, with a message that says why', () => {
    expect(() => pattern({ pattern: '(?=a)a+' })).toThrow('Look-around and back-references are not allowed');
    expect(() => pattern({ pattern: '(a)\\1' })).toThrow('Look-around and back-references are not allowed');
    expect(() => pattern({ pattern: '[' })).toThrow('no pattern');
  });

  test('that match nothing at all, or not their own examples, are refused', () => {
    expect(() => pattern({ pattern: '[0-9]*' })).toThrow('matches where there is nothing');
    expect(() => pattern({ matches: ['XX-1'] })).toThrow('it must match');
    expect(() => pattern({ matchesNot: ['NL-999999'] })).toThrow('it must not match');
  });

  test('of the kind that bring other engines to a halt take as long as any', () => {
    const own = pattern({ pattern: '(a+)+b', matches: ['aab'], matchesNot: ['aa'] });
    expect(inspectText('a'.repeat(50_000), own).findings).toEqual([]);
  });
});
