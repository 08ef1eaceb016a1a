import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

const accented: Readonly<Record<string, string>> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'đ', e: 'é', f: 'ƒ', g: 'ğ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ', n: 'ñ', o: 'ó', p: 'þ', q: 'ʠ', r: 'ř', s: 'š', t: 'ţ', u: 'ú', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
  A: 'Á', B: 'Ɓ', C: 'Ç', D: 'Đ', E: 'É', F: 'Ƒ', G: 'Ğ', H: 'Ĥ', I: 'Í', J: 'Ĵ', K: 'Ķ', L: 'Ļ', M: 'Ṁ', N: 'Ñ', O: 'Ó', P: 'Þ', Q: 'Ǫ', R: 'Ř', S: 'Š', T: 'Ţ', U: 'Ú', V: 'Ṽ', W: 'Ŵ', X: 'Ẍ', Y: 'Ý', Z: 'Ž',
};

/** Right-to-left override and its end: what stands between them is laid out from right to left, whatever its letters. */
const rightToLeft = '\u202E';
const end = '\u202C';

const disguised = (text: string): string => text.replaceAll(/[a-z]/giu, (letter) => accented[letter] ?? letter);
/** Longer by a third, as other languages are. */
const longer = (text: string): string => `${text} ${'~'.repeat(Math.ceil(text.trim().length / 3)).replaceAll(/~{5}/gu, '~~~~~ ')}`.trimEnd();

/** A text of ours with its letters disguised but readable: what is not, was not taken from a catalogue. */
export const pseudo = (message: string): string => `${rightToLeft}${longer(elements(parse(message, { ignoreTag: true })))}${end}`;

/** The message again, in which only what is said has been changed, not what is put into it. */
function elements(parts: readonly MessageFormatElement[]): string {
  return parts.map(element).join('');
}

function element(part: MessageFormatElement): string {
  switch (part.type) {
    case TYPE.literal:
      return disguised(part.value);
    case TYPE.argument:
      return `{${part.value}}`;
    case TYPE.number:
      return `{${part.value}, number}`;
    case TYPE.pound:
      return '#';
    case TYPE.plural:
      return `{${part.value}, ${part.pluralType === 'ordinal' ? 'selectordinal' : 'plural'}, ${branches(part.options)}}`;
    case TYPE.select:
      return `{${part.value}, select, ${branches(part.options)}}`;
    case TYPE.date:
    case TYPE.time:
    case TYPE.tag:
      throw new Error(`The catalogues have no ${TYPE[part.type]}.`);
  }
}

const branches = (options: Readonly<Record<string, { readonly value: readonly MessageFormatElement[] }>>): string =>
  Object.entries(options).map(([name, { value }]) => `${name} {${elements(value)}}`).join(' ');

/** A whole catalogue, in the language nobody speaks. */
export function pseudoCatalogue(catalogue: unknown): unknown {
  if (typeof catalogue === 'string') return catalogue === '' ? '' : pseudo(catalogue);
  if (Array.isArray(catalogue)) return catalogue.map(pseudoCatalogue);
  return Object.fromEntries(Object.entries(catalogue as object).map(([key, value]) => [key, pseudoCatalogue(value)]));
}
