import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withWritten, writtenIn } from '../../../renderer/screens/inbox/failed-reply.ts';
import { writtenText } from '../../../shared/marks/written-text.ts';
import { runs } from '../../doubles/how-often.ts';

const mail = { channel: 'email' as const, findings: [] };

describe('what did not go out, brought into a draft', () => {
  it('is what was typed, with its marks, and without the signature below it', () => {
    const { text, marked } = writtenText({ text: 'It is **here**.', format: 'marked' });
    expect(writtenIn({ ...mail, text: `${text}\n\n-- \nNora`, marked: `${marked}\n\n-- \nNora` })).toBe('It is **here**.');
    expect(writtenIn({ ...mail, text: 'It is here.\n\n-- \nNora', marked: undefined })).toBe('It is here.');
    // What the text no longer says is of something else.
    expect(writtenIn({ ...mail, text: 'Card [card].', marked: 'Card **4111**.' })).toBe('Card [card].');
  });

  it('keeps a line of dashes where there are no signatures, and one of the author’s own', () => {
    expect(writtenIn({ ...mail, channel: 'whatsapp' as const, text: 'One\n\n-- \ntwo', marked: undefined })).toBe('One\n\n-- \ntwo');
    expect(writtenIn({ ...mail, text: 'One\n\n-- \ntwo\n\n-- \nNora', marked: undefined })).toBe('One\n\n-- \ntwo');
  });

  it('stands above what was begun, once, and takes nothing of that', () => {
    expect(withWritten('', 'Hello.')).toBe('Hello.');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (draft, written) => {
        const once = withWritten(draft, written);
        expect(once).toContain(written);
        if (draft.trim() !== '') expect(once).toContain(draft);
        expect(withWritten(once, written)).toBe(once);
      }),
      runs(300),
    );
  });
});
