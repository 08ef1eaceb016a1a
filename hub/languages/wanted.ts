import { baseOf, type Language, languages } from '../../shared/language/languages.ts';

const longestHeader = 500;

/** What a browser asks for, dearest first, without what it does not want at all (RFC 9110 section 12.5.4: `de-CH, de;q=0.9, *;q=0.1`). What is no such list asks for nothing. */
export function acceptedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, longestHeader)
    .split(',')
    .flatMap((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const given = parameters.find((parameter) => /^q\s*=/iu.test(parameter));
      const weight = given === undefined ? 1 : Number(/^q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/iu.exec(given)?.[1] ?? Number.NaN);
      return baseOf(tag) !== '' && weight > 0 ? [{ tag, weight }] : [];
    })
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** The language of a tag, where it is spoken here. */
export function spokenOf(tag: string | null | undefined): Language | null {
  const base = baseOf(tag ?? '');
  return Object.hasOwn(languages, base) ? (base as Language) : null;
}

/** The first that is spoken here of the languages wanted, dearest first, the channel's own among them; else English. */
export function languageFor(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const language = spokenOf(tag);
    if (language !== null) return language;
  }
  return 'en';
}
