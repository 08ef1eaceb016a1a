import { locale } from '../../../languages/spoken.ts';

const bytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
const kilobytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', unitDisplay: 'short', maximumFractionDigits: 0 });
const megabytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', unitDisplay: 'short', maximumFractionDigits: 1 });

/** @param size in bytes. */
export function sizeWords({ size }: { readonly size: number }): string {
  if (size < 1000) return bytes.format(size);
  return size < 1_000_000 ? kilobytes.format(size / 1000) : megabytes.format(size / 1_000_000);
}

/** A limit that is a whole number of mebibytes, as people know such limits: "25 MB". @param size in bytes */
export const limitWords = (size: number): string => megabytes.format(Math.floor(size / (1024 * 1024)));
