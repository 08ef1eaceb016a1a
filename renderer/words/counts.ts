/** Numbers and what they count, in the reader's manner. */
const plural = new Intl.PluralRules('en');
const whole = new Intl.NumberFormat();

export const figures = (n: number): string => whole.format(n);

/** "1 message", "1,204 messages". */
export const count = (n: number, one: string, other: string): string => `${figures(n)} ${plural.select(n) === 'one' ? one : other}`;
