import type { Language } from '../labelled-text.ts';
import type { Dice } from '../random.ts';

export interface Day {
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

export const two = (value: number): string => String(value % 100).padStart(2, '0');

/** A day on which a grown-up customer may be born. */
export const birthday = (dice: Dice): Day => ({ day: dice.between(1, 28), month: dice.between(1, 12), year: dice.between(1944, 2005) });

const months: Readonly<Record<Language, readonly string[]>> = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  de: ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
  es: ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
};

/** As people of each language write dates. */
export function written(dice: Dice, language: Language, { day, month, year }: Day): string {
  const name = months[language][month - 1] ?? '';
  const [d, m] = [two(day), two(month)];
  switch (language) {
    case 'en':
      return dice.pick([`${m}/${d}/${year}`, `${d}/${m}/${year}`, `${year}-${m}-${d}`, `${name} ${day}, ${year}`, `${day} ${name} ${year}`]);
    case 'de':
      return dice.pick([`${d}.${m}.${year}`, `${day}.${month}.${year}`, `${d}.${m}.${year}`, `${day}. ${name} ${year}`, `${year}-${m}-${d}`]);
    case 'es':
      return dice.pick([`${d}/${m}/${year}`, `${d}-${m}-${year}`, `${day} de ${name} de ${year}`]);
    case 'fr':
      return dice.pick([`${d}/${m}/${year}`, `${d}.${m}.${year}`, `${day} ${name} ${year}`]);
  }
}

export const birthDate = (dice: Dice, language: Language): string => written(dice, language, birthday(dice));

/** A day of the last months: of an order, a delivery, a call. */
export const recentDate = (dice: Dice, language: Language): string => written(dice, language, { day: dice.between(1, 28), month: dice.between(1, 12), year: dice.between(2025, 2026) });
