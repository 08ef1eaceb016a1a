import type { Dice } from '../random.ts';
import { letterValue, luhnDigit, mod11And10Digit, remainder, verhoeffDigit, weighted, weightedCrossSum } from './check-digits.ts';
import { birthday, two } from './dates.ts';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Draws until a check digit exists: some schemes leave out the remainder 10. */
function until<T>(draw: () => T | null): T {
  for (;;) {
    const value = draw();
    if (value !== null) return value;
  }
}

/** Since 2011 areas are random: 001 to 899 without 666; no group 00, no serial 0000. */
export function usSsn(dice: Dice, writing = dice.pick(['-', '-', '-', ' '])): string {
  const area = until(() => ((value) => (value === 666 ? null : value))(dice.between(1, 899)));
  return [String(area).padStart(3, '0'), String(dice.between(1, 99)).padStart(2, '0'), String(dice.between(1, 9999)).padStart(4, '0')].join(writing);
}

/** 9xx with a group of 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
export function usItin(dice: Dice): string {
  const group = dice.pick([dice.between(50, 65), dice.between(70, 88), dice.between(90, 92), dice.between(94, 99)]);
  return [`9${dice.digits(2)}`, String(group), dice.digits(4)].join(dice.pick(['-', '-', ' ']));
}

export function ukNino(dice: Dice): string {
  const prefix = until(() => ((letters) => (/BG|GB|KN|NK|NT|TN|ZZ/.test(letters) ? null : letters))(dice.from('ABCEGHJKLMNOPRSTWXYZ', 1) + dice.from('ABCEGHJKLMNPRSTWXYZ', 1)));
  const parts = [prefix, dice.digits(2), dice.digits(2), dice.digits(2), dice.from('ABCD', 1)];
  return dice.pick([parts.join(''), parts.join(' '), parts.join('')]);
}

/** Modulus 11; every second one from 999, the range the NHS keeps for tests. */
export function ukNhs(dice: Dice): string {
  const digits = until(() => {
    const start = dice.pick(['999', '4', '6']).padEnd(3, dice.digits(2)) + dice.digits(6);
    const check = (11 - (weighted(start, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    return check === 10 ? null : `${start}${check}`;
  });
  return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
}

/** The first digit checks the nine that follow. */
export function ukUtr(dice: Dice): string {
  const rest = dice.digits(9);
  const digits = `${'21987654321'[weighted(rest, [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11]}${rest}`;
  return dice.pick([digits, `${digits.slice(0, 5)} ${digits.slice(5)}`]);
}

/** Of the first ten digits one occurs twice, the others once at most; ISO/IEC 7064 MOD 11,10. */
export function deTaxId(dice: Dice): string {
  const start = until(() => {
    const digits = dice.shuffled(Array.from('0123456789')).slice(0, 9);
    digits.splice(dice.below(9), 0, dice.pick(digits));
    return digits[0] === '0' ? null : digits.join('');
  });
  const digits = start + mod11And10Digit(start);
  return dice.pick([digits, `${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5, 8)} ${digits.slice(8)}`]);
}

/** Area, birthday, initial, serial, check digit (VKVV section 4). */
export function deSocialSecurity(dice: Dice): string {
  const born = birthday(dice);
  const area = dice.pick(['12', '15', '24', '53', '65', '80']);
  const date = `${two(born.day)}${two(born.month)}${two(born.year)}`;
  const [letter, serial] = [dice.from(upper, 1), two(dice.between(0, 99))];
  const numeric = `${area}${date}${String(letterValue(letter, 1)).padStart(2, '0')}${serial}`;
  const check = weightedCrossSum(numeric, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10;
  return dice.pick([`${area} ${date} ${letter} ${serial}${check}`, `${area}${date}${letter}${serial}${check}`]);
}

/** DNI: letter of the remainder by 23; NIE: X, Y, Z for 0, 1, 2 before seven digits. */
export function esDni(dice: Dice): string {
  const nie = dice.oneIn(3);
  const first = dice.pick(['X', 'Y', 'Z']);
  const digits = nie ? dice.digits(7) : `${dice.between(1, 7)}${dice.digits(7)}`;
  const letter = 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(nie ? `${'XYZ'.indexOf(first)}${digits}` : digits) % 23] ?? '';
  if (nie) return dice.pick([`${first}${digits}${letter}`, `${first}-${digits}-${letter}`]);
  return dice.pick([`${digits}${letter}`, `${digits}-${letter}`, `${digits.slice(0, 2)}.${digits.slice(2, 5)}.${digits.slice(5)}-${letter}`, `${digits}${letter.toLowerCase()}`]);
}

/** Province, number, remainder of both by 97. */
export function esSsn(dice: Dice): string {
  const [province, number] = [dice.pick(['08', '28', '41', '46', '48', '50']), `${dice.between(1, 9)}${dice.digits(7)}`];
  const check = String(remainder(`${province}${number}`, 97)).padStart(2, '0');
  return [province, number, check].join(dice.pick([' ', '/', '']));
}

/** Sex, year, month, department, commune, order, and 97 less the remainder by 97. */
export function frNir(dice: Dice): string {
  const born = birthday(dice);
  const parts = [dice.pick(['1', '2']), two(born.year), two(born.month), dice.pick(['13', '31', '33', '59', '69', '75', '78']), String(dice.between(1, 400)).padStart(3, '0'), String(dice.between(1, 900)).padStart(3, '0')];
  parts.push(String(97 - remainder(parts.join(''), 97)).padStart(2, '0'));
  return parts.join(dice.pick([' ', ' ', '']));
}

/** Numéro fiscal: ten digits from 0 to 3, then their remainder by 511. */
export function frTaxId(dice: Dice): string {
  const start = `${dice.between(1, 3)}${dice.digits(9)}`;
  const digits = start + String(Number(start) % 511).padStart(3, '0');
  return dice.pick([digits, `${digits.slice(0, 2)} ${digits.slice(2, 4)} ${digits.slice(4, 7)} ${digits.slice(7, 10)} ${digits.slice(10)}`]);
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

export function itCodiceFiscale(dice: Dice): string {
  const born = birthday(dice);
  const day = two(born.day + (dice.oneIn(2) ? 40 : 0));
  const start = `${dice.from('BCDFGLMNPRSTVZ', 6)}${two(born.year)}${'ABCDEHLMPRST'[born.month - 1]}${day}${dice.pick(['H501', 'F205', 'L219', 'F839', 'D612', 'A944'])}`;
  const total = Array.from(start).reduce((sum, each, index) => sum + (index % 2 === 0 ? (oddValues[letterValue(each, 0)] ?? 0) : letterValue(each, 0)), 0);
  const code = `${start}${upper[total % 26]}`;
  return dice.pick([code, code, code.toLowerCase()]);
}

/** Elfproef: weights 9 to 2 and -1, divisible by 11. */
export const nlBsn = (dice: Dice): string =>
  until(() => {
    const start = `${dice.between(1, 9)}${dice.digits(7)}`;
    const check = weighted(start, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    return check === 10 ? null : `${start}${check}`;
  });

/** Birthday with the century in the month, serial, weights 1, 3, 7, 9. */
export function plPesel(dice: Dice): string {
  const born = birthday(dice);
  const start = `${two(born.year)}${two(born.month + (born.year >= 2000 ? 20 : 0))}${two(born.day)}${dice.digits(4)}`;
  return `${start}${(10 - (weighted(start, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10}`;
}

/** Birthday, serial, 97 less the remainder by 97 (with a 2 before, for those born from 2000). */
export function beNationalNumber(dice: Dice): string {
  const born = birthday(dice);
  const [y, m, d, serial] = [two(born.year), two(born.month), two(born.day), String(dice.between(1, 997)).padStart(3, '0')];
  const check = String(97 - remainder(`${born.year >= 2000 ? '2' : ''}${y}${m}${d}${serial}`, 97)).padStart(2, '0');
  return dice.pick([`${y}.${m}.${d}-${serial}.${check}`, `${y}${m}${d}${serial}${check}`, `${y}.${m}.${d}-${serial}.${check}`]);
}

export function ptNif(dice: Dice): string {
  const start = `${dice.pick(['1', '2'])}${dice.digits(7)}`;
  const check = 11 - (weighted(start, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  const digits = `${start}${check > 9 ? 0 : check}`;
  return dice.pick([digits, digits.replace(/(\d{3})(?=\d)/g, '$1 ')]);
}

/** Birthday, serial (980 to 999 is kept for tests), Luhn. */
export function sePersonnummer(dice: Dice): string {
  const born = birthday(dice);
  const [date, serial] = [`${two(born.year)}${two(born.month)}${two(born.day)}`, dice.between(980, 999)];
  const check = luhnDigit(`${date}${serial}`);
  return dice.pick([`${date}-${serial}${check}`, `${Math.floor(born.year / 100)}${date}-${serial}${check}`]);
}

/** Serial, check digit, birthday; weights 3, 7, 9 and 5, 8, 4, 2, 1, 6. */
export function atSocialSecurity(dice: Dice): string {
  const born = birthday(dice);
  const date = `${two(born.day)}${two(born.month)}${two(born.year)}`;
  const first = until(() => {
    const serial = String(dice.between(100, 999));
    const check = weighted(serial + date, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
    return check === 10 ? null : `${serial}${check}`;
  });
  return dice.pick([`${first} ${date}`, `${first} ${date}`, `${first}${date}`]);
}

/** Twelve digits, the first 2 to 9, Verhoeff. */
export function inAadhaar(dice: Dice): string {
  const start = `${dice.between(2, 9)}${dice.digits(10)}`;
  const digits = start + verhoeffDigit(start);
  return dice.pick([`${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`, `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`, digits]);
}

/** Three letters, P for a person, the surname's initial, four digits, a letter. */
export const inPan = (dice: Dice): string => `${dice.from(upper, 3)}P${dice.from(upper, 1)}${String(dice.between(1, 9999)).padStart(4, '0')}${dice.from(upper, 1)}`;

export function vatId(dice: Dice): string {
  switch (dice.below(5)) {
    case 0: {
      const start = `${dice.between(1, 9)}${dice.digits(7)}`;
      return `DE${dice.pick(['', ' '])}${start}${mod11And10Digit(start)}`;
    }
    case 1: {
      const start = `${dice.digits(7)}${dice.pick(['001', '015', '058', '063'])}`;
      return `IT${start}${luhnDigit(start)}`;
    }
    case 2: {
      const start = `0${dice.between(4, 7)}${dice.digits(6)}`;
      return `BE${start}${String(97 - remainder(start, 97)).padStart(2, '0')}`;
    }
    case 3: {
      const start = `${dice.pick(['3', '4', '5', '8'])}${dice.digits(7)}`;
      const siren = start + luhnDigit(start);
      return `FR${String((12 + 3 * remainder(siren, 97)) % 97).padStart(2, '0')}${siren}`;
    }
    default: {
      const start = dice.digits(7);
      const total = weightedCrossSum(start, [1, 2, 1, 2, 1, 2, 1]);
      return `ATU${start}${(10 - ((total + 4) % 10)) % 10}`;
    }
  }
}
