import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Template } from '../../../../shared/domain/template.ts';
import { fillTemplate, isFilled, problemWithValue, templateText, variablesIn } from '../../../../shared/template/fill-template.ts';

const template: Template = {
  name: 'a', language: 'en', category: '', header: 'Order {{1}}', body: 'Hello {{1}}, {{1}}: {{ 2 }}', footer: 'Bye {{1}}', buttons: [{ text: 'Go', url: 'https://x.example/{{1}}' }],
  fields: [
    { key: 'header.1', part: 'header', name: '1', button: null, example: '' },
    { key: 'body.1', part: 'body', name: '1', button: null, example: '' },
    { key: 'body.2', part: 'body', name: '2', button: null, example: '' },
    { key: 'button0.1', part: 'button', name: '1', button: 0, example: '' },
  ],
};
const values = template.fields.map(({ key }) => ({ key, value: `<${key}>` }));

describe('a filled template', () => {
  it('has each value in its own part, and none in another’s', () => {
    expect(fillTemplate(template, values)).toEqual({ header: 'Order <header.1>', body: 'Hello <body.1>, <body.1>: <body.2>', footer: 'Bye {{1}}', buttons: [{ text: 'Go', url: 'https://x.example/<button0.1>', code: null }] });
    expect(templateText(template, values)).toBe('Order <header.1>\n\nHello <body.1>, <body.1>: <body.2>\n\nBye {{1}}\n\n[Go] https://x.example/<button0.1>');
  });

  it('never takes a variable out of a value', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const value = `${text}{{2}}`;
        expect(fillTemplate({ ...template, body: '{{1}}' }, [{ key: 'body.1', value }, { key: 'body.2', value: 'other' }]).body).toBe(value);
      }),
    );
  });

  it('is whole with exactly its variables', () => {
    expect(isFilled(template, values, 100)).toBe(true);
    expect(isFilled(template, values.slice(1), 100)).toBe(false);
    expect(isFilled(template, [...values.slice(1), values[1]!], 100)).toBe(false);
    expect(isFilled(template, [...values, { key: 'body.3', value: 'x' }], 100)).toBe(false);
  });

  it('takes one line without a tab and at most four spaces in a row', () => {
    expect(['x', ' ', 'a\nb', 'a\tb', 'a    b', 'a     b', 'x'.repeat(11)].map((value) => problemWithValue(value, 10))).toEqual([null, 'empty', 'lines', 'lines', null, 'spaces', 'too-long']);
  });

  it('finds variables in time that grows with the text, whatever stands in it', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      expect(new Set(variablesIn(text)).size).toBe(variablesIn(text).length);
    }));
    expect(variablesIn('{{'.repeat(50_000))).toEqual([]);
  });
});
