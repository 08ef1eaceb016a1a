import { describe, expect, it } from 'vitest';
import { lookInto } from '../../../../hub/intake/documents/look-into.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { docx, paragraph } from '../../../doubles/made-documents.ts';

const document = { bytes: docx(paragraph('card 4242 4242 4242 4242 cvv 123, write to anna@mail.example')), name: 'order.docx', mediaType: '', policy: defaultPolicy };

describe('what was destroyed in a document', () => {
  it('is answered with its place and its text where it may be brought back, and with nothing of it otherwise', async () => {
    const without = await lookInto(document, null);
    expect(without).toMatchObject({ destroyed: true, recoverable: [] });
    expect(JSON.stringify(without)).not.toMatch(/4242 4242|123|anna@/);
    const looked = await lookInto({ ...document, recoverable: true }, null);
    expect(looked.recoverable).toEqual([{ id: expect.any(String), type: 'card', mask: '[card **** 4242]', start: looked.text.indexOf('[card **** 4242]'), value: '4242 4242 4242 4242' }]);
    expect(JSON.stringify(looked)).not.toMatch(/cvv 123|anna@/);
  });
});
