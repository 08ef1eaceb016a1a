import { locale } from '../languages/spoken.ts';

/** Numbers in the reader's manner. */
const whole = new Intl.NumberFormat(locale);

export const figures = (n: number): string => whole.format(n);
