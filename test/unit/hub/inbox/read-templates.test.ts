import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../../../hub/channels/whatsapp/read-templates.ts';
import { sentTemplate } from '../../../../hub/channels/whatsapp/sent-template.ts';
import { Template } from '../../../../shared/domain/template.ts';

describe('the list of templates', () => {
  it('is read or refused, whatever it is, and what is read keeps to its bounds', () => {
    const component = fc.record({ type: fc.oneof(fc.constantFrom('HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'body'), fc.string()), format: fc.option(fc.constantFrom('TEXT', 'IMAGE', 'Document', 'LOCATION', 'toString')), text: fc.oneof(fc.string(), fc.constant('{{1}} and {{2}} {{ }} {{{3}}}')), example: fc.jsonValue(), buttons: fc.oneof(fc.jsonValue(), fc.array(fc.record({ type: fc.constantFrom('URL', 'QUICK_REPLY', 'COPY_CODE', 'OTP'), text: fc.string(), url: fc.webUrl() }))) }, { requiredKeys: [] });
    const entry = fc.oneof(fc.jsonValue(), fc.record({ name: fc.string(), language: fc.string(), status: fc.constantFrom('APPROVED', 'REJECTED'), components: fc.oneof(fc.array(component), fc.jsonValue()) }, { requiredKeys: [] }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ data: fc.array(entry), paging: fc.oneof(fc.jsonValue(), fc.record({ cursors: fc.record({ after: fc.string() }), next: fc.string() })) }, { requiredKeys: ['data'] })), (answer) => {
        const read = readTemplates(answer);
        for (const template of read?.templates ?? []) {
          expect(Template.safeParse(template).success).toBe(true);
          expect(new Set(template.fields.map(({ key }) => key)).size).toBe(template.fields.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('goes on only where there is a next page', () => {
    expect(readTemplates({ data: [], paging: { cursors: { after: 'abc' } } })?.after).toBeNull();
    expect(readTemplates({ data: [], paging: { cursors: { after: 'abc' }, next: 'https://graph.facebook.com/x' } })?.after).toBe('abc');
  });
});

describe('a template on its way out', () => {
  const value = (part: 'header' | 'body' | 'button', name: string, text: string, button: number | null = null) => ({ part, name, button, value: text });

  it('has its numbered values in their order, whatever the order of the text', () => {
    expect(sentTemplate({ name: 'a', language: 'en', values: [value('body', '10', 'j'), value('body', '2', 'b'), value('body', '1', 'a')] }, null)).toMatchObject({ components: [{ type: 'body', parameters: [{ text: 'a' }, { text: 'b' }, { text: 'j' }] }] });
  });

  it('names each button by its place', () => {
    expect(sentTemplate({ name: 'a', language: 'en', values: [value('button', '1', 'x', 2)] }, null)).toEqual({ name: 'a', language: { code: 'en' }, components: [{ type: 'button', sub_type: 'url', index: '2', parameters: [{ type: 'text', text: 'x' }] }] });
    expect(sentTemplate({ name: 'a', language: 'en', values: [] }, null)).toEqual({ name: 'a', language: { code: 'en' } });
  });
});
