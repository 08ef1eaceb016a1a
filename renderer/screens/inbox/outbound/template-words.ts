import type { Template, TemplateField } from '../../../../shared/domain/template.ts';
import type { ValueProblem } from '../../../../shared/template/fill-template.ts';
import type { PickerChoice } from '../../../ui/picker.tsx';
import { count } from '../../../words/counts.ts';

const partNames = { header: 'Heading', body: 'Text', button: 'Link' } satisfies Record<TemplateField['part'], string>;

export const templateWords = {
  template: 'Template',
  choose: 'Type a part of its name or its text',
  nothing: 'No template has this in its name or text.',
  none: 'WhatsApp has approved no template of text yet. Ask IT.',
  others: (n: number) => `${count(n, 'more is', 'more are')} made with a picture, a file or a code, and cannot be sent from here.`,
  offline: 'Templates come from the hub, which cannot be reached now.',
  askAgain: 'Ask again',
  preview: 'As the customer will see it',
  send: 'Send template',
  example: (text: string) => `such as ${text}`,
  /** "Text: first name", "Text: 1 of 2", "Link: Follow the parcel". */
  field({ part, name, button }: TemplateField, template: Template): string {
    if (button !== null) return `${partNames.button}: ${template.buttons[button]?.text ?? name}`;
    const alike = template.fields.filter((field) => field.part === part).length;
    if (/^\d+$/.test(name)) return alike === 1 ? partNames[part] : `${partNames[part]}: ${name} of ${alike}`;
    return `${partNames[part]}: ${name.replaceAll('_', ' ')}`;
  },
  wrong: {
    'empty': 'Something has to stand here.',
    'lines': 'WhatsApp takes one line here.',
    'spaces': 'WhatsApp takes no more than four spaces in a row.',
    'too-long': 'This is too long for a variable.',
  } satisfies Record<ValueProblem, string>,
};

/** Those with what was typed in their name or text, by name and language. */
export function templateChoices(templates: readonly Template[], typed: string): PickerChoice[] {
  const asked = typed.trim().toLowerCase();
  return templates
    .filter(({ name, body }) => name.replaceAll('_', ' ').toLowerCase().includes(asked) || name.toLowerCase().includes(asked) || body.toLowerCase().includes(asked))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language))
    .map(({ name, language }) => ({ value: `${name}-${language}`, words: name.replaceAll('_', ' '), hint: language }));
}
