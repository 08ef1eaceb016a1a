/**
 * Character references that can hide a digit or a separator. Named ones that stand for neither are
 * left as they are: no detector reads them, and nothing is decoded that is not then masked.
 */
const named: Readonly<Record<string, string>> = {
  nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003', emsp13: '\u2004', emsp14: '\u2005', numsp: '\u2007', puncsp: '\u2008',
  thinsp: '\u2009', hairsp: '\u200a', zwj: '\u200d', zwnj: '\u200c', lrm: '\u200e', rlm: '\u200f', shy: '\u00ad',
  zerowidthspace: '\u200b', nobreak: '\u2060', ndash: '\u2013', mdash: '\u2014', horbar: '\u2015', hyphen: '\u2010', dash: '\u2010',
  minus: '\u2212', sol: '/', bsol: '\\', period: '.', comma: ',', colon: ':', semi: ';', lowbar: '_', verbar: '|', vert: '|',
  middot: '\u00b7', bull: '\u2022', ast: '*', apos: "'", rsquo: '\u2019', tab: '\t', newline: '\n', gt: '>', lt: '<', amp: '&', quot: '"',
};

const reference = /&(?:#(\d{1,8})|#x([0-9a-f]{1,7})|([a-z][a-z0-9]{1,30}));?/iy;

/** Reads the character reference at `at`, where an `&` stands. @returns the character and where it ends, or null when it is none. */
export function readReference(html: string, at: number): { readonly character: string; readonly end: number } | null {
  reference.lastIndex = at;
  const match = reference.exec(html);
  if (match === null) return null;
  const [, decimal, hexadecimal, name] = match;
  const end = at + match[0].length;
  if (name !== undefined) {
    const character = named[name.toLowerCase()];
    return character === undefined ? null : { character, end };
  }
  const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  const valid = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return { character: valid ? String.fromCodePoint(codePoint) : '\ufffd', end };
}
