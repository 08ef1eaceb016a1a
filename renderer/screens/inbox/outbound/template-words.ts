import type { HeaderMedia, Template, TemplateField } from '../../../../shared/domain/template.ts';
import type { ValueProblem } from '../../../../shared/template/fill-template.ts';
import type { PickerChoice } from '../../../ui/picker.tsx';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.templates;
const partNames = t.parts satisfies Record<TemplateField['part'], string>;

export const templateWords = {
  ...t,
  others: (n: number) => say(t.others, { n }),
  example: (text: string) => say(t.example, { text }),
  /** "Text: first name", "Text: 1 of 2", "Link: Follow the parcel". */
  field({ part, name, button }: TemplateField, template: Template): string {
    if (button !== null && template.buttons[button]?.code === true) return say(t.field, { part: t.code, name: template.buttons[button].text });
    if (button !== null) return say(t.field, { part: partNames.button, name: template.buttons[button]?.text ?? name });
    const alike = template.fields.filter((field) => field.part === part).length;
    if (/^\d+$/.test(name)) return alike === 1 ? partNames[part] : say(t.numbered, { part: partNames[part], name, all: alike });
    return say(t.field, { part: partNames[part], name: name.replaceAll('_', ' ') });
  },
  media: t.media satisfies Record<HeaderMedia, string>,
  needs: t.needs satisfies Record<HeaderMedia, string>,
  wrong: t.wrong satisfies Record<ValueProblem, string>,
};

/** Those with what was typed in their name or text, by name and language. */
export function templateChoices(templates: readonly Template[], typed: string): PickerChoice[] {
  const asked = typed.trim().toLowerCase();
  return templates
    .filter(({ name, body }) => name.replaceAll('_', ' ').toLowerCase().includes(asked) || name.toLowerCase().includes(asked) || body.toLowerCase().includes(asked))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language))
    .map(({ name, language }) => ({ value: `${name}-${language}`, words: name.replaceAll('_', ' '), hint: language }));
}
