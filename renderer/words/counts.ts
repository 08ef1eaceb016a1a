import { locale } from '../languages/spoken.ts';

/** Numbers in the reader's manner. */
const whole = new Intl.NumberFormat(locale);

export const figures = (n: number): string => whole.format(n);

const plural = new Intl.PluralRules('en');

/** "1 message", "1,204 messages". */
export const count = (n: number, one: string, other: string): string => `${figures(n)} ${plural.select(n) === 'one' ? one : other}`;
