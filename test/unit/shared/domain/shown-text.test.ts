import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import { HubEvent, HubMessage } from '../../../../shared/contract/wire/index.ts';
import { nameShown, textShown } from '../../../../shared/domain/shown-text.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';

const anyText = fc.string({ unit: fc.constantFrom('\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', 'a', 'ב', '4', '😀', ' ') });
const turned = 'invoice\u202egpj.exe';

describe('what turns letters round', () => {
  test('has no effect in a name, and none of it is left', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = nameShown(text);
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
        expect(shown).toHaveLength(text.length);
        expect(nameShown(shown)).toBe(shown);
        expect(shown.replaceAll('\u200b', '')).toBe(text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, ''));
      }),
    );
  });

  test('is left in a text where languages need it; no letter is shown in another direction than its own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = textShown(text);
        expect(shown).not.toMatch(/[\u202d\u202e]/u);
        expect(shown).toHaveLength(text.length);
        expect(shown.replaceAll('\u200b', '')).toBe(text.replaceAll(/[\u202d\u202e]/gu, ''));
      }),
    );
  });
});

describe('no stranger’s name, subject, file or text turns letters round on a laptop', () => {
  const file = { name: turned, mediaType: 'image/jpeg', size: 1 };

  test('as the hub tells it', () => {
    const about = conversation();
    const told = HubEvent.parse({
      e: 'conversation',
      conversation: { ...about, customerName: turned, subject: turned, preview: turned, others: [{ id: about.id, shown: turned }] },
      customer: { ...customer(about), name: turned, identities: [{ kind: 'email', shown: turned }] },
    });
    expect(JSON.stringify(told)).not.toContain('\u202e');
    const written = HubEvent.parse({ e: 'message', message: { ...message(), authorName: turned, subject: turned, text: turned, marked: turned, attachments: [file] } });
    expect(JSON.stringify(written)).not.toContain('\u202e');
  });

  test('as a vault of before holds it', () => {
    const shown = ShownMessage.parse({ ...message(), authorName: turned, subject: turned, text: turned, attachments: [{ ...file, contents: { state: 'not-kept' } }] });
    expect(JSON.stringify(shown)).not.toContain('\u202e');
    const { id } = message();
    const hit = { messageId: id, conversationId: id, customerName: turned, subject: turned, channel: 'email', sentAt: 0, snippet: [{ text: turned, matched: true }] };
    const found = ipcCalls['search.messages'].output.parse({ hits: [hit], truncated: false, further: null, near: [], left: [] });
    expect(JSON.stringify(found)).not.toContain('\u202e');
  });

  test('places in a text stay what they are', () => {
    const text = `\u202e${'x'.repeat(3)}[card **** 1111]`;
    const { findings, text: shown } = HubMessage.parse({ ...message(), text, findings: [{ type: 'card', mask: '[card **** 1111]', start: 4, end: 20 }] });
    expect(shown.slice(findings[0]?.start, findings[0]?.end)).toBe('[card **** 1111]');
  });
});
