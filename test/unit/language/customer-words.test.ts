import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatDocument } from '../../../hub/channels/webchat/chat-document.ts';
import { problemIn } from '../../../hub/channels/webchat/chat-problem.ts';
import { languageOfText } from '../../../hub/languages/language-of-text.ts';
import { acceptedLanguages, languageFor, spokenOf } from '../../../hub/languages/wanted.ts';
import { masksInWords } from '../../../shared/customer-words/mask-in-words.ts';
import { type CustomerWords, pageIn, wordsIn } from '../../../shared/customer-words/words.ts';
import { languageTags } from '../../../shared/language/languages.ts';
import { maskLabels } from '../../../shared/redaction/engine/masks.ts';
import { findingTypes } from '../../../shared/redaction/finding-type.ts';
import { runs } from '../../doubles/how-often.ts';

describe('the language a browser asks for', () => {
  it.each([
    ['de-CH, de;q=0.9, en;q=0.8', ['de-CH', 'de', 'en']],
    ['en;q=0.3, de;q=0.9', ['de', 'en']],
    ['fr, de;q=0, en;q=0.1', ['fr', 'en']],
    ['*, de;q=0.5', ['de']],
    ['de; q=1.000 ,en;q = 0.5', ['de', 'en']],
    ['de;q=7, en;q=x', []],
    ['', []],
  ])('%j', (header, tags) => {
    expect(acceptedLanguages(header)).toEqual(tags);
  });

  it('is read from anything at all, each once, and is a tag', () => {
    const part = fc.tuple(fc.oneof(fc.constantFrom('de', 'en-GB', 'fr', '*', ''), fc.string({ maxLength: 8 })), fc.oneof(fc.constantFrom('', ';q=0', ';q=0.5', ';q=1', ';q='), fc.string({ maxLength: 8 }))).map(([tag, weight]) => tag + weight);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 200 }).map((parts) => parts.join(',')), (header) => {
        for (const tag of acceptedLanguages(header)) expect(tag).toMatch(/^[a-z]{2,3}(?:[-_]|$)/iu);
        expect(languageTags).toContain(languageFor(acceptedLanguages(header)));
      }),
      runs(300),
    );
    expect(acceptedLanguages(undefined)).toEqual([]);
  });

  it('is the first wanted that is spoken, English where none is', () => {
    expect(languageFor(['fr', null, undefined, 'de-AT', 'en'])).toBe('de');
    expect(languageFor(['fr', 'constructor', '__proto__', ''])).toBe('en');
    expect([spokenOf('DE_de'), spokenOf('toString'), spokenOf(null)]).toEqual(['de', null, null]);
  });
});

describe('the language somebody writes', () => {
  it.each([
    ['Hallo, wo ist mein Paket? Ich warte seit drei Tagen.', 'de'],
    ['Meine Rechnung stimmt nicht.', 'de'],
    ['Hi, where is my parcel?', 'en'],
    ['My boots are too small, can I exchange them please?', 'en'],
    ['Bonjour, où est mon colis ?', null],
    ['Hola, ¿dónde está mi pedido?', null],
    ['ok', null],
    ['4711-0815 / 2026', null],
    // Masks are in English whoever writes.
    ['Bitte sehen Sie nach: [date of birth] [bank account] [driving licence] [card security code]', 'de'],
    ['Meine Karte [card **** 4242] geht nicht [card security code] [date of birth]', 'de'],
  ])('%s', (text, language) => {
    expect(languageOfText(text)).toBe(language);
  });

  it('is asked of anything at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        expect([...languageTags, null]).toContain(languageOfText(text));
      }),
      runs(100),
    );
  });
});

describe('masks in other words', () => {
  it('keep what stays visible', () => {
    expect(masksInWords('Karte [card **** 4242], IBAN [IBAN DE**** 3000], [date of birth].', wordsIn('de').masks)).toBe('Karte [Karte **** 4242], IBAN [IBAN DE**** 3000], [Geburtsdatum].');
  });

  it('have no two names alike in a language, and no sign that ends one', () => {
    for (const language of languageTags) {
      const names = findingTypes.map((type) => wordsIn(language).masks[type]);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => /[[\]*{}]/u.test(name))).toEqual([]);
    }
  });

  it('change nothing else in any text, and nothing at all in English', () => {
    const piece = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('[', ']', '[card', ' **** ', '[card **** 4242]', '[IBAN]', '[[card ****]]'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')), (text) => {
        expect(masksInWords(text, maskLabels)).toBe(text);
        expect(masksInWords(masksInWords(text, wordsIn('de').masks), wordsIn('de').masks)).toHaveLength(masksInWords(text, wordsIn('de').masks).length);
      }),
      runs(300),
    );
  });
});

describe('the chat page', () => {
  const template = '<html lang="{{language}}" dir="{{direction}}"><title>{{title}}</title><script id="words" type="application/json">{{words}}</script>{{unknown}}';

  it('takes plain variables only: it puts them in itself', () => {
    for (const language of languageTags) {
      for (const message of Object.values(wordsIn(language).chatSays)) {
        expect(parse(message, { ignoreTag: true }).every(({ type }) => type === TYPE.literal || type === TYPE.argument), message).toBe(true);
      }
    }
  });

  it.each(languageTags)('has the words of one language and no other: %s', (language) => {
    const html = chatDocument(template, pageIn(language));
    expect(html).toContain(`<html lang="${language}" dir="ltr"><title>${wordsIn(language).chatPage.title}</title>`);
    expect(JSON.parse(/json">(.*)<\/script>/u.exec(html)?.[1] ?? '')).toEqual(wordsIn(language).chatSays);
    expect(html).not.toMatch(/\{\{/u);
    for (const other of languageTags) if (other !== language) expect(html).not.toContain(wordsIn(other).chatSays.lost);
  });

  it('is one document whatever a word holds', () => {
    const sign = fc.constantFrom('<', '>', '"', "'", '&', '</script>', '<!--', '$&', '{{title}}', 'ä');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 6 }).map((signs) => signs.join('')), (word) => {
        const { words } = pageIn('en');
        const html = chatDocument(template, { language: 'en', direction: 'ltr', words: { ...words, chatPage: { ...words.chatPage, title: word }, chatSays: { ...words.chatSays, lost: word } } as unknown as CustomerWords });
        expect(html.match(/</gu)).toHaveLength(5);
        expect((JSON.parse(/json">(.*)<\/script>/u.exec(html)?.[1] ?? '') as { lost: string }).lost).toBe(word);
      }),
      runs(200),
    );
  });

  it('is told what is wrong in its language, with the limits', () => {
    expect(problemIn('de', 'leftTooLong')).toBe('Die Nachricht ist zu lang (mehr als 10.000 Zeichen). Kürzen Sie sie.');
    expect(problemIn('en', 'fileTooLarge')).toBe('The file is too large (more than 10 MB).');
    expect(problemIn('de', 'fileKind')).toBe(wordsIn('de').chat.fileKind);
  });
});
