import type { CustomerWords } from '../../shared/customer-words/words.ts';
import { baseOf } from '../../shared/language/languages.ts';
import type { Variables } from '../../shared/language/variables.ts';
import { required } from './required.ts';

/** The language that the hub has chosen for the page, and in which it answers. */
export const language = document.documentElement.lang;

/** For dates and numbers: as the reader's own region writes them, where its language is the page's. */
export const locale = navigator.languages.find((tag) => baseOf(tag) === language) ?? language;

/** What the page says, in its language: the hub has put it into the document. */
export const words = JSON.parse(required('words', HTMLScriptElement).text) as CustomerWords['chatSays'];

/** Puts texts into a message that takes plain variables only, as all of the page's do. */
export function put<S extends string>(message: S, values: Variables<S>): string {
  const given: Readonly<Record<string, unknown>> = values;
  return message.replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(given[name]));
}
