import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, minorOf, mostMinor, placesOf, typedMinor } from '../../../../shared/domain/money.ts';

const currencies = ['EUR', 'USD', 'JPY', 'KRW', 'KWD', 'BHD', 'CLF', 'XXX'] as const;
const money = fc.record({ minor: fc.integer({ min: 0, max: mostMinor }), currency: fc.constantFrom(...currencies) });

describe('money in the smallest unit', () => {
  it('knows how many places a currency has', () => {
    expect(['EUR', 'JPY', 'KWD', 'CLF'].map(placesOf)).toEqual([2, 0, 3, 4]);
  });

  it('is what a shop writes, with or without noughts behind, and nothing finer or negative', () => {
    for (const [text, currency, minor] of [['149.90', 'EUR', 14_990], ['149.9', 'EUR', 14_990], ['149.900000', 'EUR', 14_990], ['5000.0', 'JPY', 5_000], ['1.250', 'KWD', 1_250], ['0.29', 'EUR', 29], ['1.005', 'EUR', null], ['5000.5', 'JPY', null], ['-1.00', 'EUR', null], ['1e3', 'EUR', null], ['', 'EUR', null], ['.5', 'EUR', null], ['999999999999.99', 'EUR', null]] as const) {
      expect([text, currency, minorOf(text, currency)]).toEqual([text, currency, minor]);
    }
  });

  it('is taken up to the most there is, and not one unit more', () => {
    for (const currency of currencies) {
      const most = decimalOf({ minor: mostMinor, currency });
      const more = decimalOf({ minor: mostMinor + 1, currency });
      expect([currency, minorOf(most, currency), typedMinor(most, currency), minorOf(more, currency), typedMinor(more, currency)]).toEqual([currency, mostMinor, mostMinor, null, null]);
    }
  });

  it('whatever it is, is written and read back as what it was', () => {
    fc.assert(fc.property(money, (each) => {
      expect(minorOf(decimalOf(each), each.currency)).toBe(each.minor);
    }));
  });

  it('is read as it is typed, with a point or a comma, and never guessed', () => {
    for (const [text, currency, minor] of [['12', 'EUR', 1_200], [' 12,5 ', 'EUR', 1_250], ['12.50', 'EUR', 1_250], ['1.250', 'EUR', null], ['1,250.00', 'EUR', null], ['12.5', 'JPY', null], ['1250', 'JPY', 1_250], ['1.250', 'KWD', 1_250], ['1.2505', 'KWD', null], ['12 €', 'EUR', null], ['-3', 'EUR', null], ['１２', 'EUR', 1_200]] as const) {
      expect([text, currency, typedMinor(text, currency)]).toEqual([text, currency, minor]);
    }
  });

  it('whatever is typed, is an amount of that many units or none', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,' -]{1,16}$/)), fc.constantFrom(...currencies), (text, currency) => {
      const minor = typedMinor(text, currency);
      expect(minor === null || (Number.isSafeInteger(minor) && minor >= 0 && minor <= mostMinor)).toBe(true);
    }));
    fc.assert(fc.property(money, (each) => {
      expect(typedMinor(decimalOf(each).replace('.', ','), each.currency)).toBe(each.minor);
    }));
  });
});
