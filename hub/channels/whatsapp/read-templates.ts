import { z } from 'zod';
import { HeaderMedia, maxTemplateValue, Template, type TemplateField } from '../../../shared/domain/template.ts';
import { codeName, fieldKey, variablesIn } from '../../../shared/template/fill-template.ts';

/** Of the Graph API's answer what is used here. */
const Page = z.object({ data: z.array(z.unknown()).max(1_000), paging: z.object({ cursors: z.object({ after: z.string().min(1).max(2_000) }).optional(), next: z.string().max(10_000).optional() }).optional() });
const Entry = z.object({ name: z.string(), language: z.string(), category: z.string().default(''), status: z.string().default(''), components: z.array(z.unknown()).max(50).default([]) });
const Texts = z.array(z.string()).max(60);
const Named = z.array(z.object({ param_name: z.string(), example: z.string() })).max(60);
const Component = z.object({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  example: z.object({ header_text: Texts.optional(), body_text: z.array(Texts).max(20).optional(), header_text_named_params: Named.optional(), body_text_named_params: Named.optional() }).optional(),
  buttons: z.array(z.unknown()).max(20).optional(),
});
const Button = z.object({ type: z.string(), text: z.string().default(''), url: z.string().optional(), example: z.union([z.string(), Texts]).optional() });

export interface TemplatePage {
  /** Approved, and made of what can be sent from here: words, a picture, film or document at the head, buttons. */
  readonly templates: readonly Template[];
  /** Approved as well, but made with a place, goods, a form or the like: they cannot be sent from here. */
  readonly others: number;
  /** Where the next page begins; null for the last one. */
  readonly after: string | null;
}

/** One page of `message_templates` of the Graph API. @returns null for what is no such page. */
export function readTemplates(answer: unknown): TemplatePage | null {
  const page = Page.safeParse(answer).data;
  if (page === undefined) return null;
  const templates: Template[] = [];
  let others = 0;
  for (const each of page.data) {
    const entry = Entry.safeParse(each).data;
    if (entry?.status.toUpperCase() !== 'APPROVED') continue;
    const template = templateOf(entry);
    if (template === null) others += 1;
    else templates.push(template);
  }
  return { templates, others, after: page.paging?.next === undefined ? null : (page.paging.cursors?.after ?? null) };
}

/** Null for one that has a part which is not sent from here. */
function templateOf(entry: z.infer<typeof Entry>): Template | null {
  const made = { header: null as string | null, media: undefined as HeaderMedia | undefined, body: '', footer: null as string | null, buttons: [] as Template['buttons'] };
  const fields: TemplateField[] = [];
  const add = (part: TemplateField['part'], text: string, button: number | null, examples: ReadonlyMap<string, string>) => {
    for (const name of variablesIn(text)) fields.push({ key: fieldKey(part, name, button), part, name, button, example: (examples.get(name) ?? '').slice(0, maxTemplateValue) });
  };
  for (const each of entry.components) {
    const component = Component.safeParse(each).data;
    if (component === undefined) return null;
    const { type, format, text = '', example, buttons = [] } = component;
    switch (type.toUpperCase()) {
      case 'HEADER':
        if (format !== undefined && format.toUpperCase() !== 'TEXT') {
          made.media = HeaderMedia.safeParse(format.toLowerCase()).data;
          if (made.media === undefined) return null;
          break;
        }
        made.header = text;
        add('header', text, null, examplesOf(example?.header_text, example?.header_text_named_params));
        break;
      case 'BODY':
        made.body = text;
        add('body', text, null, examplesOf(example?.body_text?.[0], example?.body_text_named_params));
        break;
      case 'FOOTER':
        made.footer = text;
        break;
      case 'BUTTONS':
        for (const [index, one] of buttons.entries()) {
          const button = Button.safeParse(one).data;
          if (button === undefined || !['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE'].includes(button.type.toUpperCase())) return null;
          if (button.type.toUpperCase() === 'COPY_CODE') {
            const [example = ''] = [button.example ?? ''].flat();
            made.buttons.push({ text: button.text, url: null, code: true });
            fields.push({ key: fieldKey('button', codeName, index), part: 'button', name: codeName, button: index, example: example.slice(0, maxTemplateValue) });
            continue;
          }
          const url = button.type.toUpperCase() === 'URL' ? (button.url ?? null) : null;
          made.buttons.push({ text: button.text, url });
          if (url !== null) add('button', url, index, examplesOf([button.example ?? ''].flat().slice(0, 1), undefined));
        }
        break;
      default:
        return null;
    }
  }
  return Template.safeParse({ name: entry.name, language: entry.language, category: entry.category.slice(0, 60), ...made, fields }).data ?? null;
}

/** Numbered variables have their examples in a row, named ones beside their names. */
function examplesOf(numbered: readonly string[] | undefined, named: z.infer<typeof Named> | undefined): ReadonlyMap<string, string> {
  return new Map([...(numbered ?? []).map((text, index): [string, string] => [String(index + 1), text]), ...(named ?? []).map(({ param_name, example }): [string, string] => [param_name, example])]);
}
