import { isDigit, isLetter } from '../../engine/code.ts';

/** What follows a street and number: the rest of an address, by country. Every pattern is sticky and bounded. */

const gap = '[ ]{0,3}(?:[,;·|/]|\\r?\\n|-(?= ))?(?:[ ]{0,3}\\r?\\n)?[>]{0,2}[ ]{0,4}';
/** A word of a place's name, with a capital letter. */
const capital = "\\p{Lu}[\\p{L}'’.]{0,24}";
const little = '(?:am|an|der|dem|im|in|ob|vor|bei|a\\.|d\\.|de|del|la|las|los|el|le|les|sur|sous|en|et|aux|du|of|upon|on|y|i|l\'|d\')';
const place = `${capital}(?:[ -](?:${little}[ -])?(?:${little}[ -])?${capital}){0,3}`;
/** German towns are one word, unless they say where they lie or what they are. */
const germanPlace = `(?:(?:Bad|Ostseebad|Nordseebad|Seebad|Lutherstadt|Sankt|St\\.?|Neu|Groß|Klein|Alt|Markt|Stadt|Burg|Schloß|Hansestadt)[ -])?${capital}(?:/${capital}| \\(${capital}\\)| (?:am|an der|an dem|im|in der|ob der|vor der|bei|a\\.? ?d\\.?|a\\.?|i\\.?) ?${capital})?`;
const lowerPlace = "(?:(?:bad|san|santa|las|los|la|le|les|el|new|st|sankt|den) )?\\p{L}[\\p{L}'’.-]{1,24}";

export const countries =
  '(?:U\\.S\\.A\\.|USA|US|United States(?: of America)?|U\\.K\\.|UK|United Kingdom|Great Britain|England|Scotland|Wales|Northern Ireland|Germany|Deutschland|Alemania|Allemagne|Austria|Österreich|Autriche|Switzerland|Schweiz|Suiza|Suisse|Spain|España|Espagne|Spanien|France|Francia|Frankreich|Ireland|Canada|Belgique|Belgien|Luxembourg|Andorra)';
const country = `(?:${gap}${countries}(?![\\p{L}]))?`;

const states =
  '(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming)';
const zip = '\\d{5}(?:-\\d{4})?(?!\\d)';
export const ukPostcode = '(?:GIR ?0AA|[A-PR-UWYZ](?:\\d{1,2}|[A-HK-Y]\\d{1,2}|\\d[A-HJKPSTUW]|[A-HK-Y]\\d[ABEHMNPRV-Y]) ?\\d[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])';

/** Flat, floor, staircase, building: what may stand between the house number and the town. */
const unit = `(?:${gap}(?:(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|bldg|building|lot|wohnung|whg|etage|stock|og|eg|dg|hinterhaus|hh|vorderhaus|seitenfl[uü]gel|aufgang|top|stiege|t[uü]r|piso|planta|puerta|pta|esc|escalera|portal|bloque|bajo|[aá]tico|entresuelo|izq|izda?|dcha?|izquierda|derecha|appt?|appartement|b[aâ]t(?:iment)?|[eé]tage|esc(?:alier)?|porte|r[eé]sidence|entr[eé]e|c/o|z\\.? ?h(?:d|ä)\\.?|bei)\\.?(?![\\p{L}])[ ]{0,2}[\\p{L}\\d]{0,10}\\.?|#[ ]?[\\dA-Z-]{1,6}|\\d{1,2}[ºª°.][ ]{0,2}(?:(?:stock|og|etage)(?:[ ](?:links|rechts|mitte|li|re))?|piso|planta|[A-Z]|izq|izda?|dcha?|izquierda|derecha|\\d{1,2}[ºª])?\\.?(?![\\p{L}\\d])|\\d{1,2}(?:r|n|t|è|a|o)[ ]\\d{1,2}[aªrnt](?![\\p{L}\\d])|\\d{1,2}[A-Z](?=,[ ]\\d{5}[ ])|\\d{1,2}(?:er|e|[eè]me) [eé]tage|[A-Z](?![\\p{L}\\d]|-\\d)))`;
export const units = new RegExp(`${unit}{0,4}`, 'iuy');

export interface Tail {
  readonly name: string;
  readonly pattern: RegExp;
  readonly confidence: number;
}

const cased = 'uy';
const anyCase = 'iuy';

export const tails: readonly Tail[] = [
  { name: 'US', confidence: 0.95, pattern: new RegExp(`${gap}(?:\\p{L}[\\p{L}'.-]{1,20}[ ,]{1,2}){1,4}?(?:\\r?\\n)?${states}[ ,.]{0,3}(?:\\r?\\n)?${zip}${country}`, anyCase) },
  // Postcode first: Germany, France, Spain, Switzerland, Austria.
  { name: 'five digits', confidence: 0.93, pattern: new RegExp(`(?:${gap}(?:OT |Ortsteil |BP \\d{1,5}|CS \\d{5}|(?:Lieu-dit|ZA|ZI|Urb\\.?|Pol\\.?) )?${place})?${gap}(?:(?:D|DE|E|ES|F|FR)[- ])?\\d{2} ?\\d{3}[ ,]{1,2}(?:in )?${germanPlace}${country}`, cased) },
  { name: 'four digits', confidence: 0.9, pattern: new RegExp(`${gap}(?:(?:A|AT|CH|B|BE)[- ])?[1-9]\\d{3} ${germanPlace}${country}`, cased) },
  { name: 'five digits, small letters', confidence: 0.85, pattern: new RegExp(`${gap}(?:d-)?\\d{5} ${lowerPlace}${country}`, anyCase) },
  { name: 'four digits, small letters', confidence: 0.75, pattern: new RegExp(`${gap}(?:(?:a|ch)-)?[1-9]\\d{3} ${lowerPlace}${country}`, anyCase) },
];

/** More than any gap has, in UTF-16 code units. */
const longestGap = 20;

/** The first character that is in no gap. */
export function behindGap(text: string, from: number): number {
  let at = from;
  while (at < from + longestGap && inGap(text.charCodeAt(at))) at++;
  return at;
}

/** White space of a line, a line break, or one of `,;·|/->`. */
function inGap(code: number): boolean {
  return code === 0x20 || code === 0x2c || code === 0x3b || code === 0xb7 || code === 0x7c || code === 0x2f || code === 0x0d || code === 0x0a || code === 0x2d || code === 0x3e;
}

/** First floor, second door: 1r 2a. */
const catalan = /^\d{1,2}[rntèao] \d{1,2}[aªrnt](?![\p{L}\d])/u;

/** Whether digits may be those of a floor or a door: "2º", "3. Stock", "1er étage". */
export function isNumberOfUnit(text: string, start: number): boolean {
  if (catalan.test(text.slice(start, start + 8))) return true;
  let at = start;
  while (at < start + 2 && isDigit(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return code === 0x2e || code === 0xba || code === 0xaa || code === 0xb0 || (code | 0x20) === 0x65 || (code | 0x20) === 0xe8;
}

/** No tail has its postcode further behind, in UTF-16 code units. */
const longestBeforePostcode = 240;

/**
 * Whether the first digits behind a street can be a postcode's: four or more together, two and three apart, or those of a
 * box for large customers. Before them no tail has any.
 */
export function mayHaveTail(text: string, from: number): boolean {
  const most = Math.min(text.length, from + longestBeforePostcode);
  let at = from;
  while (at < most && !isDigit(text.charCodeAt(at))) at++;
  if (at === most) return most < text.length;
  let end = at + 1;
  while (isDigit(text.charCodeAt(end))) end++;
  if (end - at >= 4 || (end - at === 2 && text.charCodeAt(end) === 0x20 && isDigit(text.charCodeAt(end + 1)))) return true;
  const before = text.charCodeAt(at - 2);
  return text.charCodeAt(at - 1) === 0x20 && (before === 0x50 || before === 0x53);
}

/** France and Spain: a town of several words, the rest of CEDEX, the province in brackets. */
export const longPlace = new RegExp(`(?: CEDEX(?: \\d{1,2})?)|(?:(?! CEDEX)[ -](?:${little}[ -])?(?:${little}[ -])?(?:${capital})){1,3}`, 'uy');
export const province = new RegExp(`(?: ?\\(${place}\\)|, ?${place}(?=[.\\n]|$))?${country}`, 'uy');
export const cedex = / CEDEX(?: \d{1,2})?/iy;

/** Five digits without a town. */
export const postcodeOnly = /,?[ ]\d{5}(?![\d\p{L}]|[.,:/-]\d|[ ](?:€|euros?\b))/iuy;

/** A town alone, behind a comma or "in", up to the end of the sentence or line. */
export const townOnly = new RegExp(`(?:, ?(?:in )?|,? in |${gap}(?=\\p{Lu}))(?:${place})(?:, ?${countries})?(?=[ ]{0,2}(?:[.,;!?)]|\\r?\\n|$))`, 'uy');

/** Eircode: a routing key and four characters, of an alphabet without those that look alike. */
export const eircode = '(?:[AC-FHKNPRTV-Y]\\d[\\dW] ?[\\dAC-FHKNPRTV-Y]{4})(?![A-Z0-9])';
const ukCode = new RegExp(`(?:${ukPostcode}|${eircode})${country}`, 'iu');
/** Of towns Dublin alone has a number. */
const dublin = /Dublin \d{1,2}W?/iu;
/** From street to postcode, in UTF-16 code units. */
const longestUkTail = 110;

/** Whether the first digit, before which words alone may stand, belongs to a postcode: with a letter before it, or in "GIR 0AA". */
function mayHoldPostcode(text: string, from: number): boolean {
  const most = Math.min(text.length, from + longestUkTail + 6);
  let at = from;
  while (at < most && !isDigit(text.charCodeAt(at))) at++;
  return at < most && (isLetter(text.charCodeAt(at - 1)) || (text.charCodeAt(at - 1) === 0x20 && dublin.test(text.slice(at - 7, at + 3))) || (text.charCodeAt(at) === 0x30 && text.charCodeAt(at - 1) === 0x20 && isLetter(text.charCodeAt(at - 2))));
}

/** Where a British address ends that goes on at `from`: town, county, and the postcode that ends it, with nothing but words between. */
export function ukEnd(text: string, from: number): number | null {
  if (!mayHoldPostcode(text, from)) return null;
  const rest = text.slice(from, from + longestUkTail + 24);
  const match = ukCode.exec(rest);
  if (match === null || match.index > longestUkTail || match.index === 0) return null;
  return /^[\p{L}\s,.'’()|/>-]*[\s,]$/u.test(rest.slice(0, match.index).replace(dublin, 'Dublin')) ? from + match.index + match[0].length : null;
}
