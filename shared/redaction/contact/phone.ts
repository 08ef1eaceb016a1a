import { bitsOf } from '../context/lexicon.ts';
import type { Topic } from '../context/topics.ts';
import { isAlphanumeric, isDigit } from '../engine/code.ts';
import { type Detector, type Match, type Reading, leastConfidence } from '../engine/detector.ts';
import type { Token } from '../engine/token.ts';
import { type Span, firstEndingAfter, textBefore, veil } from '../engine/span.ts';
import { luhnValid } from '../identifiers/checksums.ts';
import { form } from '../identifiers/form.ts';
import { goesOnWithDigits, labelled, nearby } from '../identifiers/identifier.ts';
import { internationalPossible } from './calling-codes.ts';
import { type NationalForm, mayBeInternational, mostNational, nationalForms } from './phone-forms.ts';

const phoneTopics = ['phone'] as const;
const phoneOrReference = ['phone', 'reference'] as const;
const sureOfForm = 0.75;

/** Anything that can be dialled, where a label says that it is a number to call. */
const more = '(?:(?:[ ./-]{1,3}\\(?|\\(|(?<=\\)))\\d{1,12}\\)?)';
const anyNumber = form(`\\(?\\d{1,15}\\)?${more}{0,7}`);
const international = new RegExp(`(?:\\+|00)[ ]?\\(?\\d{1,15}\\)?${more}{0,8}`, 'y');
/** All digits in a row are an example of digits. */
const counting = new Set(['0123456789', '1234567890', '0987654321', '9876543210']);
const leastDigits = 6;
const mostDigits = 15;
const phoneBits = bitsOf(phoneTopics);

export const phones: Detector = {
  name: 'telephone numbers (E.164 and national forms)',
  looksAt: ['phoneTokens'],
  detect(reading) {
    const { tokens, left } = reading.scan.phoneTokens;
    const matches: Match[] = [];
    let done = 0;
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as Token;
      if (token.start < done) continue;
      const match = phoneAt(reading, token, left[index] ?? 0);
      const part = match?.parts[0];
      if (match === null || part === undefined) continue;
      const end = extensionEnd(reading.text, part.end);
      matches.push(end === part.end ? match : { ...match, parts: [{ start: part.start, end }] });
      done = end;
    }
    return matches;
  },
};

/** Whom to ask for behind the number, in English, German, Spanish and French: ext. 204, x204, Durchwahl 12, poste 12. */
const extension = /[ ]?[,;(]?[ ]?(?:(?:ext(?:ension|ensi[oó]n)?|extn|durchwahl|dw|nebenstelle|int(?:erno)?|poste)[.:]{0,2}[ ]{0,2}(?:no\.?[ ]|nr\.?[ ])?\d{1,6}|x[ ]?\d{2,6})(?![\p{L}\p{N}]|[.,/:-]\d)/iuy;

/** Where a telephone number ends that ends at a place, with its extension. */
function extensionEnd(text: string, end: number): number {
  const code = text.charCodeAt(end);
  if (code !== 0x20 && code !== 0x2c && code !== 0x78 && code !== 0x3b) return end;
  extension.lastIndex = end;
  return extension.test(text) ? extension.lastIndex : end;
}

/** Links that call or write to a number in international form without its plus. */
const calledByLink = /(?:wa\.me\/|whatsapp\.com\/send\/?\?phone=)$/iu;

function phoneAt(reading: Reading, token: Token, left: number): Match | null {
  const { text, context } = reading;
  const first = token.start;
  const before = text.charCodeAt(first - 1);
  const opened = before === 0x28;
  const sign = opened ? text.charCodeAt(first - 2) : before === 0x20 && text.charCodeAt(first - 2) === 0x2b ? 0x2b : before;
  const behindDigits = before === 0x20 && isDigit(text.charCodeAt(first - 2));
  if (sign === 0x2b || (text.charCodeAt(first) === 0x30 && text.charCodeAt(first + 1) === 0x30 && !behindDigits)) {
    const start = sign === 0x2b ? text.lastIndexOf('+', first) : first;
    const end = mayBeInternational(text, token.end, token.digits) ? internationalEnd(text, start) : null;
    // Parcels' and orders' numbers begin with noughts, too; none begins with a plus.
    if (end !== null && sign !== 0x2b && context.label({ start, end })?.includes('reference') === true) return null;
    if (end !== null) return { type: 'phone', confidence: 0.96, parts: [{ start, end }] };
    if (sign === 0x2b) return null;
  }
  if ((before === 0x2f || before === 0x3d) && token.letters === 0 && internationalPossible(text.slice(first, token.end), token.digits) && calledByLink.test(text.slice(Math.max(0, first - 32), first))) {
    return { type: 'phone', confidence: 0.96, parts: [{ start: first, end: token.end }] };
  }
  if ((before === 0x2d || before === 0x2e || before === 0x2f || before === 0x2c || before === 0x3a) && isDigit(text.charCodeAt(first - 2))) return null;
  if (before === 0x23 || before === 0x24 || before === 0x5f || before === 0x3d) return null;
  // Of no form, and nobody says that it is a telephone's.
  const possible = token.letters > 0 ? [] : nationalForms(text.charCodeAt(first) - 0x30, token.digits);
  if (possible.length === 0 && !context.couldSpeak(first, phoneBits)) return null;
  return national(reading, possible, opened ? first - 1 : first, first, left);
}

/** The longest piece, ended between groups, whose length exists behind its calling code. */
function internationalEnd(text: string, start: number): number | null {
  international.lastIndex = start;
  const match = international.exec(text);
  if (match === null) return null;
  const written = match[0];
  // The plus, or the two noughts.
  const skipped = written.startsWith('+') ? 1 : 2;
  let first = skipped;
  while (first < skipped + 2 && !isDigit(written.charCodeAt(first))) first++;
  let together = 0;
  while (isDigit(written.charCodeAt(first + together))) together++;
  for (let end = written.length; end > 7; ) {
    const next = text.charCodeAt(start + end);
    if (!isAlphanumeric(next)) {
      const digits = digitsOf(written, skipped, end);
      if (digits.length <= mostDigits && internationalPossible(digits, together)) return start + end;
    }
    // One group less.
    const cut = /[ ./()-]+\d+\)?$/.exec(written.slice(0, end));
    if (cut === null) return null;
    end = cut.index;
  }
  return null;
}

function national(reading: Reading, possible: readonly NationalForm[], start: number, first: number, left: number): Match | null {
  const { text, context } = reading;
  let best: { readonly span: Span; readonly alone: number } | null = null;
  for (let index = 0; index < possible.length; index++) {
    const { pattern, digits, alone } = possible[index] as NationalForm;
    if (left < digits[0] || (best !== null && best.alone >= alone)) continue;
    // With or without the bracket before it.
    pattern.lastIndex = start;
    let match = pattern.exec(text);
    if (match === null && first !== start) {
      pattern.lastIndex = first;
      match = pattern.exec(text);
    }
    if (match === null) continue;
    const count = digitsIn(match[0]);
    if (count < digits[0] || count > digits[1] || counting.has(match[0])) continue;
    best = { span: { start: pattern.lastIndex - match[0].length, end: pattern.lastIndex }, alone };
  }
  if (best === null && !context.couldSpeak(first, phoneBits)) return null;
  const span = best?.span ?? { start: first, end: first + 1 };
  const label = context.label(span);
  const match = best === null ? labelledNumber(reading, start, first, label) : formed(reading, best, label);
  return match !== null && best !== null && (context.labelBehind(span)?.includes('reference') === true || isDenied(text, span)) ? null : match;
}

/** Of no form, but said to be a telephone number. */
function labelledNumber({ text }: Reading, start: number, first: number, label: readonly Topic[] | null): Match | null {
  const end = label?.includes('phone') === true ? labelledEnd(text, start) : null;
  return end === null ? null : { type: 'phone', confidence: labelled, parts: [{ start: text.charAt(start) === '(' ? start : first, end }] };
}

/** Of a national form, by what is said around it. */
function formed(reading: Reading, { span, alone }: { readonly span: Span; readonly alone: number }, label: readonly Topic[] | null): Match | null {
  const { text, context } = reading;
  const as = (confidence: number): Match => ({ type: 'phone', confidence, parts: [span] });
  if (label?.includes('phone') === true) return as(labelled);
  // A date of birth near a telephone number says nothing about it; an order number does.
  if (label?.some((topic) => topic !== 'street' && topic !== 'gps' && topic !== 'birth') === true) return null;
  // "The order has the number 0612345678": in one piece it may be anything, and the nearest word says what.
  if (alone < sureOfForm && isOnePiece(text, span) && context.lastBefore(span, phoneOrReference, 48)?.includes('phone') === false) return null;
  const sure = goesOnWithDigits(text, span) ? 0 : alone;
  if (sure >= leastConfidence) return as(sure);
  return context.near(span, phoneTopics, 48, 16) || besideEmail(reading, span) || inSignature(text, span) ? as(nearby) : null;
}

function isOnePiece(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

const emailBehind = /[ \t]{0,2}(?:[,;/|][ \t]{0,2})?(?:(?:and|und|y|e|et|or|oder|o|ou|&)[ \t]{1,2})?(?:(\x81)|[\w.%+-]{1,64}@)/iuy;
const emailBefore = /(?:(\x81)|[\w.%+-]@[a-z\d.-]{1,60}[a-z\d])[ \t]{0,2}(?:[,;/|][ \t]{0,2})?(?:(?:and|und|y|e|et|or|oder|o|ou|&)[ \t]{1,2})?$/iu;

/** How to be reached is said in pairs: a number right beside an e-mail address, one that is masked already included. */
function besideEmail({ text, masked }: Reading, { start, end }: Span): boolean {
  const isEmail = (at: number) => {
    const mask = masked[firstEndingAfter(masked, at)];
    return mask !== undefined && mask.start <= at && mask.type === 'email';
  };
  emailBehind.lastIndex = end;
  const behind = emailBehind.exec(text);
  if (behind !== null && (behind[1] === undefined || isEmail(end + behind[0].length - 1))) return true;
  const from = Math.max(0, start - 72);
  const before = emailBefore.exec(text.slice(from, start));
  return before !== null && (before[1] === undefined || isEmail(from + before.index));
}

/** "… is not my phone number", "parece un teléfono", "kein Telefon", with no other number between. */
const denied = /(?:^|[^\p{L}])(?:not|no|isn't|kein\p{L}{0,2}|nicht|pas|looks? like|like|parece|sieht aus wie|wie|ressemble à)(?: es)?(?: (?:a|an|my|the|un|une|mi|el|mon|le|ein|eine|meine|die))? (?:(?:num[eé]ro|n[uú]mero) )?(?:de )?(?:phone|tel|t[eé]l|mobile|m[oó]vil|handy|portable|rufnummer)/iu;

function isDenied(text: string, { start, end }: Span): boolean {
  let to = end;
  while (to < text.length && to < end + 64 && !endsSentence(text.charCodeAt(to))) to++;
  let from = start;
  while (from > 0 && from > start - 48 && !endsSentence(text.charCodeAt(from - 1))) from--;
  return (to - end >= shortestDenial && denied.test(text.slice(end, to))) || (start - from >= shortestDenial && denied.test(text.slice(from, start)));
}

/** "No tel". */
const shortestDenial = 6;

const veilCode = veil.charCodeAt(0);

/** Nothing is said across what was found already, either. */
function endsSentence(code: number): boolean {
  return code === 0x0a || code === veilCode || isDigit(code);
}

const signedOff =
  /(?:^|[^\p{L}])(?:regards|cheers|thanks|thank you|thx|sincerely|best|all the best|warmly|take care|un abrazo|atte|bises|yours|gr(?:u|ü)(?:ß|ss)e?n?|mfg|lg|vg|danke|saludos?|gracias|atentamente|cordiale?ment|merci|bien à vous|cdt|salutations|bonne journée)(?!\p{L})[^\n\d]{0,40}\n(?:[^\n\d]{0,40}\n){0,2}[ \t]*$/iu;

/** As cards and signatures abbreviate "telephone", "mobile", "phone": at the beginning of a line, before a colon or a point. */
const initial = /(?:^|\n)[ \t]{0,4}(?:[tmph]|ph|mob)[ ]?[.:][ \t]{0,4}$/i;

/** Alone in a line under a name, where somebody has signed, or behind an initial. */
function inSignature(text: string, { start, end }: Span): boolean {
  if (!/^[ \t]*(?:[\r\n]|$)/.test(text.slice(end, end + 8))) return false;
  return initial.test(text.slice(Math.max(0, start - 14), start)) || signedOff.test(textBefore(text, start, 140));
}

/** What a label like "Tel.:" is followed by, if it has the length of a number. */
function labelledEnd(text: string, start: number): number | null {
  anyNumber.lastIndex = start;
  const match = anyNumber.exec(text);
  if (match === null) return null;
  const count = digitsIn(match[0]);
  if (count < leastDigits || count > mostDigits) return null;
  if (count > mostNational && count === match[0].length && !isDialledAbroad(match[0])) return null;
  return /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}-\d\d-\d\d$|^\d{1,3}(?:\.\d{1,3}){3}$/.test(match[0]) ? null : anyNumber.lastIndex;
}

const deviceDigits = 15;

/** Longer than any country's numbers: with its calling code, but no device's (IMEI: fifteen digits, the last a Luhn check; 3GPP TS 23.003). */
function isDialledAbroad(digits: string): boolean {
  return !(digits.length === deviceDigits && luhnValid(digits)) && internationalPossible(digits, digits.length);
}

function digitsOf(text: string, from: number, to: number): string {
  let digits = '';
  for (let at = from; at < to; at++) if (isDigit(text.charCodeAt(at))) digits += text.charAt(at);
  return digits;
}

function digitsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (isDigit(text.charCodeAt(at))) count++;
  return count;
}
