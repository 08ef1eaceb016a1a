import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findingWords, maskShown, previewShown } from '../../../renderer/screens/inbox/findings/finding-words.ts';
import { messageParts } from '../../../renderer/screens/inbox/message-parts.ts';
import { redactText } from '../../../shared/redaction/index.ts';
import type { Finding } from '../../../shared/domain/conversation.ts';
import { runs } from '../../doubles/how-often.ts';

const whole = (parts: ReturnType<typeof messageParts>): string => parts.map((part) => (part.kind === 'text' ? part.text : part.finding.mask)).join('');

describe('findings as chips in the text', () => {
  it('cuts the text where the masks stand', () => {
    const { text, findings } = redactText('Bitte auf Karte 4242 4242 4242 4242 erstatten, danke.');
    const parts = messageParts(text, findings);
    expect(parts.map((part) => part.kind)).toEqual(['text', 'finding', 'text']);
    expect(whole(parts)).toBe(text);
  });

  it('loses nothing and shows nothing twice, whatever the findings claim', () => {
    const finding = fc.record({
      type: fc.constant('card'), mask: fc.constantFrom('[card **** 4242]', 'ab', 'a'), start: fc.nat(60), end: fc.nat(70),
    });
    const text = fc.array(fc.constantFrom('a', 'b', '[card **** 4242]', '🙂', '\n'), { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.array(finding, { maxLength: 8 }), fc.nat(60), fc.nat(60), (text, findings: Finding[], one, other) => {
        const from = Math.min(one, other, text.length);
        const to = Math.min(Math.max(one, other), text.length);
        expect(whole(messageParts(text, findings, from, to))).toBe(text.slice(from, to));
      }),
      runs(500),
    );
  });

  it('takes every true finding', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z ]{0,12}$/), { minLength: 1, maxLength: 6 }), (between) => {
        const mask = '[card **** 4242]';
        let text = '';
        const findings: Finding[] = [];
        for (const words of between) {
          text += words;
          findings.push({ type: 'card', mask, start: text.length, end: text.length + mask.length });
          text += mask;
        }
        expect(messageParts(text, findings).filter((part) => part.kind === 'finding')).toHaveLength(findings.length);
      }),
    );
  });

  it('leaves a finding that does not point at its mask as plain text', () => {
    expect(messageParts('hello there', [{ type: 'card', mask: '[card ****]', start: 0, end: 11 }])).toEqual([{ kind: 'text', text: 'hello there', at: 0 }]);
  });

  it('shows masks without brackets and with dots, in previews too', () => {
    expect(maskShown('[card **** 4242]')).toBe('card •••• 4242');
    expect(maskShown('[card security code]')).toBe('card security code');
    expect(previewShown('auf [card **** 4242] oder [card ****], nicht [1] oder [Anhang]')).toBe('auf card •••• 4242 oder card ••••, nicht [1] oder [Anhang]');
  });

  it('names masks in the reader’s language, and only what is one: a text that looks like it stays as it was written', async () => {
    vi.resetModules();
    vi.stubGlobal('document', { documentElement: { lang: 'de' }, dir: 'ltr' });
    const german = await import('../../../renderer/screens/inbox/findings/finding-words.ts');
    vi.unstubAllGlobals();
    vi.resetModules();
    expect(german.maskShown('[card **** 4242]')).toBe('Karte •••• 4242');
    expect(german.maskShown('[date of birth]')).toBe('Geburtsdatum');
    // In a message the hub's findings say what is a mask.
    expect(messageParts('[card **** 4242]', [])).toMatchObject([{ kind: 'text', text: '[card **** 4242]' }]);
    expect(german.previewShown('Meine [card **** 4242] geht nicht')).toBe('Meine Karte •••• 4242 geht nicht');
    expect(german.previewShown('[cards **** 4242] [Karte **** 4242] card **** 4242')).toBe('[cards **** 4242] [Karte **** 4242] card **** 4242');
  });

  it('has words for what redaction finds, and for what it may find one day', () => {
    expect(findingWords({ type: 'card' }).title).toBe('Card number');
    expect(findingWords({ type: 'card-code' }).title).toBe('Card security code');
    expect(findingWords({ type: 'toString' }).title).toBe('Hidden personal data');
  });
});
