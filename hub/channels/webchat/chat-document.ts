import type { SpokenPage } from '../../../shared/customer-words/words.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => escapes[sign] ?? '');

/**
 * The chat page in one language: its words in place of `{{names}}`, and what it says while it works as a block of data, which no
 * policy takes for a script. Nothing of another language goes to the browser.
 * @param template the built page
 */
export function chatDocument(template: string, { language, direction, words: { chatPage, chatSays } }: SpokenPage): string {
  // No "<" inside: nothing in it ends the block (HTML, "Restrictions for contents of script elements").
  const words = JSON.stringify(chatSays).replaceAll('<', '\\u003c');
  const given: Readonly<Record<string, string>> = { ...chatPage, language, direction };
  return template.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => (name === 'words' ? words : escaped(given[name] ?? '')));
}
