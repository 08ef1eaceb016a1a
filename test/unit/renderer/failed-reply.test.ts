import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorWords, statusWords } from '../../../renderer/screens/inbox/words.ts';
import { heldBackWords } from '../../../hub/delivery/hold-back.ts';
import { takenTo, withWritten, writtenIn } from '../../../renderer/screens/inbox/failed-reply.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
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

describe('where what did not go out is by now', () => {
  const later = { ...mail, kind: 'outbound' as const, status: 'queued' as const, text: 'Hello Lena.\n\nIt is here.\n\n-- \nNora', marked: undefined };

  it('is the draft, or an answer that was sent after it; one that failed as well, or a note, is none', () => {
    expect(takenTo('It is here.', 'It is here.\n\nHello', [])).toBe('draft');
    expect(takenTo('It is here.', 'Something else', [later])).toBe('sent');
    for (const other of [{ ...later, status: 'failed' as const }, { ...later, kind: 'note' as const }, { ...later, kind: 'inbound' as const }, { ...later, text: 'Hello.' }]) expect(takenTo('It is here.', '', [other])).toBeNull();
    // An empty text is in every other.
    expect(takenTo(' ', 'anything', [later])).toBeNull();
  });
});

it('a reply of which something has left is not said to be undelivered; one of which nothing has is', () => {
  const of = (failure: string | null) => statusWords({ status: 'failed', failure });
  for (const { none, text, some } of Object.values(heldBackWords)) {
    expect(of(none)).toBe('Not delivered');
    expect(of(text)).toBe('Not all delivered');
    expect(of(some(1, 3))).toBe('Not all delivered');
  }
  expect(of('This went out as 3 messages. Message 2 failed: The file could not be sent.')).toBe('Not all delivered');
  expect(of(null)).toBe('Not delivered');
  expect(statusWords({ status: 'sent', failure: null })).toBe('Sent');
});

it('who reads is called you, also beside a hand-over; everybody else by name', () => {
  const me = '00000001-0000-4000-8000-000000000001' as AgentId;
  const nora = { kind: 'outbound' as const, agentId: me, authorName: 'Nora Weber' };
  expect(authorWords(nora, me)).toBe('You');
  expect(authorWords(nora, '00000001-0000-4000-8000-000000000002' as AgentId)).toBe('Nora Weber');
  expect(authorWords({ kind: 'inbound', agentId: null, authorName: 'Lena' }, me)).toBe('Lena');
});
