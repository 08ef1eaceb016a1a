import type { Template, TemplateField, TemplateValues } from '../domain/template.ts';

/** A variable in a template's text: `{{1}}` or `{{first_name}}`. */
const variable = /\{\{\s{0,5}([A-Za-z0-9_]{1,60})\s{0,5}\}\}/g;

/** The variables of a text, each once, in the order in which they stand there first. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(variable)].map(([, name = '']) => name))];
}

/** What a button's code is called among the fields; other variables of buttons are numbers. */
export const codeName = 'code';

export const fieldKey = (part: TemplateField['part'], name: string, button: number | null): string => `${part}${button ?? ''}.${name}`;

interface Filled extends Pick<Template, 'header' | 'body' | 'footer'> {
  /** `code`: what is copied; null where nothing is, or none was given yet. */
  readonly buttons: readonly { readonly text: string; readonly url: string | null; readonly code: string | null }[];
}

/** The template as the customer will see it; a variable without a value stays as it stands in the template. */
export function fillTemplate(template: Template, values: TemplateValues): Filled {
  const given = new Map(values.map(({ key, value }) => [key, value]));
  const fill = (text: string, part: TemplateField['part'], button: number | null = null): string =>
    text.replaceAll(variable, (whole, name: string) => given.get(fieldKey(part, name, button)) ?? whole);
  return {
    header: template.header === null ? null : fill(template.header, 'header'),
    body: fill(template.body, 'body'),
    footer: template.footer,
    buttons: template.buttons.map(({ text, url }, index) => ({ text, url: url === null ? null : fill(url, 'button', index), code: given.get(fieldKey('button', codeName, index)) ?? null })),
  };
}

/** What is kept of it as the message's text: its parts below one another. */
export function templateText(template: Template, values: TemplateValues): string {
  const { header, body, footer, buttons } = fillTemplate(template, values);
  const pressed = buttons.map(({ text, url, code }) => [`[${text}]`, url ?? code].filter((each) => each !== null).join(' '));
  return [header, body, footer, pressed.join('\n')].filter((part) => part !== null && part !== '').join('\n\n');
}

/** Why the provider would not take a value: it takes one line, without a tab, and never more than four spaces in a row. */
export type ValueProblem = 'empty' | 'lines' | 'spaces' | 'too-long';

export function problemWithValue(value: string, longest: number): ValueProblem | null {
  if (value.trim() === '') return 'empty';
  if (value.length > longest) return 'too-long';
  if (/[\n\r\t\u2028\u2029]/.test(value)) return 'lines';
  return / {5}/.test(value) ? 'spaces' : null;
}

/** Whether exactly the template's variables have a value, each one that the provider would take. */
export function isFilled(template: Template, values: TemplateValues, longest: number): boolean {
  const keys = new Set(template.fields.map(({ key }) => key));
  return values.length === keys.size && new Set(values.map(({ key }) => key)).size === keys.size && values.every(({ key, value }) => keys.has(key) && problemWithValue(value, longest) === null);
}
