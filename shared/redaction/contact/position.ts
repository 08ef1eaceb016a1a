import { isAlphanumeric, isDigit } from '../engine/code.ts';
import type { Detector, Match } from '../engine/detector.ts';

const gpsTopics = ['gps'] as const;

const between = '[ ]?°?[ ]?[NSns]?[ ]?[,;/\\n ]{1,3}(?:(?:and|und|y|et) )?(?:(?:longitude|longitud|l[aä]ngengrad|long|lon|lng)[ ]?[:=]?[ ]?)?';
const decimal = new RegExp(`[-+]?(\\d{1,2})\\.(\\d{2,15})${between}[-+]?(\\d{1,3})\\.(\\d{2,15})(?:[ ]?°?[ ]?[EWOewo](?![A-Za-z])|[ ]?°)?(?![0-9A-Za-z]|\\.\\d)`, 'y');
const sexagesimal = /(\d{1,2})°[ ]?\d{1,2}['′´][ ]?(?:\d{1,2}(?:[.,]\d{1,6})?(?:["″]|'')[ ]?)?[NS][ ]?[,;/ ]{0,3}(\d{1,3})°[ ]?\d{1,2}['′´][ ]?(?:\d{1,2}(?:[.,]\d{1,6})?(?:["″]|'')[ ]?)?[EWO](?![A-Za-z])/y;

/** Coordinates of a place, in pairs: decimal degrees (four decimals are eleven metres), or degrees, minutes and seconds. */
export const positions: Detector = {
  name: 'positions (WGS 84)',
  looksAt: ['positionTokens', 'degrees'],
  detect(reading) {
    const { text, scan, context } = reading;
    const matches: Match[] = [];
    for (const degree of scan.degrees) {
      let start = degree;
      while (start > degree - 3 && isDigit(text.charCodeAt(start - 1))) start--;
      sexagesimal.lastIndex = start;
      const match = sexagesimal.exec(text);
      if (match !== null && Number(match[1]) <= 90 && Number(match[2]) <= 180) matches.push({ type: 'gps', confidence: 0.97, parts: [{ start, end: start + match[0].length }] });
    }
    let done = 0;
    for (const token of scan.positionTokens.tokens) {
      if (token.start < done) continue;
      const sign = text.charCodeAt(token.start - 1);
      const start = sign === 0x2d || sign === 0x2b ? token.start - 1 : token.start;
      if (goesOnFrom(text, start - 1) || !endsDecimal(text, token.end + 1)) continue;
      decimal.lastIndex = start;
      const match = decimal.exec(text);
      if (match === null || Number(match[1]) > 90 || Number(match[3]) > 180) continue;
      const span = { start, end: start + match[0].length };
      // One number after another, as in a table or a drawing, are no pair.
      if (!/[,;/°NSEWO\n]/i.test(match[0]) && /\d[ ]$/.test(text.slice(Math.max(0, start - 2), start))) continue;
      const fine = (match[2]?.length ?? 0) >= 4 && (match[4]?.length ?? 0) >= 4;
      const confidence = context.near(span, gpsTopics) ? 0.95 : fine || /[°NSEWO]/.test(match[0]) ? 0.85 : 0;
      if (confidence === 0) continue;
      matches.push({ type: 'gps', confidence, parts: [span] });
      done = span.end;
    }
    return matches;
  },
};

/** Most decimals that are read. */
const mostDecimals = 15;

/** Whether two decimals or more, with what can stand between two numbers behind them, follow a point: no further point, no letter but a direction's. */
function endsDecimal(text: string, from: number): boolean {
  let at = from;
  while (at - from <= mostDecimals && isDigit(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return at - from >= 2 && at - from <= mostDecimals && (code === 0x20 || code === 0x2c || code === 0x3b || code === 0x2f || code === 0x0a || code === 0xb0 || (code | 0x20) === 0x6e || (code | 0x20) === 0x73);
}

/** Whether a number that begins behind a place goes on with what stands there. */
function goesOnFrom(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x2c) return isDigit(text.charCodeAt(at - 1));
  if (code < 0x80) return code === 0x2d || code === 0x2e || code === 0x5f || isAlphanumeric(code);
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
}
