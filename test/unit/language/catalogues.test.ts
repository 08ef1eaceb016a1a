import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desktopWords } from '../../../main/desktop/languages/words.ts';
import { catalogue as german } from '../../../renderer/languages/de/index.ts';
import { catalogue as english } from '../../../renderer/languages/en/index.ts';
import { embedWords } from '../../../shared/customer-words/embed-words.ts';
import { wordsIn } from '../../../shared/customer-words/words.ts';
import { languageTags, type Language } from '../../../shared/language/languages.ts';
import { createSpeaker } from '../../../shared/language/speaker.ts';
import { pseudoCatalogue } from '../../doubles/pseudo-locale.ts';
import { runs } from '../../doubles/how-often.ts';

/** Every message with the way that leads to it. */
function messagesOf(part: unknown, way: string): [way: string, message: string][] {
  if (typeof part === 'string') return [[way, part]];
  return Object.entries(part as object).flatMap(([key, value]) => messagesOf(value, way === '' ? key : `${way}.${key}`));
}

const pages: Readonly<Record<Language, unknown>> = { en: english, de: german };
const catalogues = Object.fromEntries(languageTags.map((tag) => [tag, new Map(messagesOf({ page: pages[tag], desktop: desktopWords[tag], customers: wordsIn(tag), button: embedWords[tag] }, ''))])) as Record<Language, Map<string, string>>;

const parsed = (message: string) => parse(message, { ignoreTag: true });

type Kind = 'text' | 'number' | 'choice';

/** What a message has to be given, and of which kind. */
function variablesOf(elements: readonly MessageFormatElement[]): Map<string, Kind> {
  const found = new Map<string, Kind>();
  for (const element of elements) {
    if (element.type === TYPE.argument && !found.has(element.value)) found.set(element.value, 'text');
    if (element.type === TYPE.number) found.set(element.value, 'number');
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      found.set(element.value, element.type === TYPE.plural ? 'number' : 'choice');
      for (const { value } of Object.values(element.options)) for (const [name, kind] of variablesOf(value)) if (!found.has(name)) found.set(name, kind);
    }
  }
  return found;
}

const shown = (variables: Map<string, Kind>): string[] => [...variables].map(([name, kind]) => `${name}: ${kind}`).sort();

/** Whoever adds to these has looked that German says it so. */
const wordsOfBoth: readonly string[] = [
  'Aadhaar', 'Administrator', 'Agent', 'Alt', 'BSN', 'Bcc', 'Bcc {shown}', 'CSV', 'Code', 'DNI', 'Debugger', 'Esc', 'Filter', 'Format', 'IBAN', 'ITIN', 'Instagram', 'JSON', 'Klarna', 'Link', 'Maria', 'Maria Weber', 'Name', 'Normal',
  'Offline', 'Online', 'PAN', 'PDF', 'PESEL', 'Passphrase', 'PayPal', 'Person', 'SSN', 'Sealdesk', 'Status', 'System', 'Team', 'Team {name}', 'Team: {name}', 'Teams', 'Text', 'UTR', 'Version', 'Version {n, number}', 'Wallet', 'WhatsApp', 'sealdesk://enrol/…',
];
/** What is typed into a search is the same in every language. */
const typed = /^page\.inbox\.results\.filters\./u;

describe('every language', () => {
  for (const language of languageTags) {
    it(`says what English says: ${language}`, () => {
      expect([...catalogues[language].keys()].sort()).toEqual([...catalogues.en.keys()].sort());
    });

    it(`puts the same into each message: ${language}`, () => {
      const differing = [...catalogues[language]].filter(([way, message]) => {
        const wanted = catalogues.en.get(way);
        return wanted === undefined || shown(variablesOf(parsed(message))).join() !== shown(variablesOf(parsed(wanted))).join();
      });
      expect(differing).toEqual([]);
    });

    it(`leaves nothing empty that English says, and shows no syntax to a reader: ${language}`, () => {
      expect([...catalogues[language]].filter(([way, message]) => (message === '') !== (catalogues.en.get(way) === ''))).toEqual([]);
      // What takes no variables is shown as it stands, unparsed.
      expect([...catalogues[language]].filter(([, message]) => variablesOf(parsed(message)).size === 0 && /['{}]/u.test(message))).toEqual([]);
    });

    it(`formats every message with whatever it is given: ${language}`, () => {
      const say = createSpeaker(language);
      const withVariables = [...catalogues[language].values()].filter((message) => variablesOf(parsed(message)).size > 0);
      fc.assert(
        fc.property(fc.constantFrom(...withVariables), fc.nat(), fc.string({ unit: 'grapheme', minLength: 1 }), (message, n, text) => {
          const variables = variablesOf(parsed(message));
          const values = Object.fromEntries([...variables].map(([name, kind]) => [name, kind === 'number' ? n : text]));
          const said = say(message as '{any}', values as never);
          expect(said).not.toBe('');
          // What is put in is text: whatever it looks like, it is shown as it is.
          if ([...variables.values()].every((kind) => kind === 'text')) expect(said).toContain(text);
        }),
        runs(300),
      );
    });
  }

  it('is another one than English: what is the same in both is a name or a word of both', () => {
    const same = [...catalogues.de].filter(([way, message]) => message === catalogues.en.get(way) && !typed.test(way) && /[a-z]{3}/iu.test(message.replaceAll(/\{[^}]*\}/gu, ''))).map(([, message]) => message);
    expect([...new Set(same)].sort()).toEqual(wordsOfBoth);
  });
});

it('the pseudo-locale of the screens’ tests has the same messages, each longer by a third and with the same variables', () => {
  const pseudo = new Map(messagesOf({ page: pseudoCatalogue(english) }, ''));
  for (const [way, message] of messagesOf({ page: english }, '')) {
    const disguised = pseudo.get(way) ?? '';
    expect(shown(variablesOf(parsed(disguised)))).toEqual(shown(variablesOf(parsed(message))));
    if (message !== '') expect(disguised.length).toBeGreaterThanOrEqual(message.length * 1.3);
  }
});
