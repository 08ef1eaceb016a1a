import type { OutgoingTemplate } from '../channel.ts';

/** A template with its values as the Cloud API takes it. Numbered variables go in their order, named ones beside their names. */
export function sentTemplate({ name, language, values }: OutgoingTemplate): Readonly<Record<string, unknown>> {
  const parameters = (of: readonly OutgoingTemplate['values'][number][]) =>
    // Numbered ones stand for their place in the row; in the text they may stand in any order.
    of
      .toSorted((a, b) => (isNumber(a.name) && isNumber(b.name) ? Number(a.name) - Number(b.name) : 0))
      .map((value) => ({ type: 'text', ...(isNumber(value.name) ? {} : { parameter_name: value.name }), text: value.value }));
  const part = (which: 'header' | 'body') => values.filter((value) => value.part === which);
  const buttons = [...new Set(values.flatMap(({ button }) => (button === null ? [] : [button])))].sort((a, b) => a - b);
  const components = [
    ...(['header', 'body'] as const).flatMap((type) => (part(type).length === 0 ? [] : [{ type, parameters: parameters(part(type)) }])),
    ...buttons.map((index) => ({ type: 'button', sub_type: 'url', index: String(index), parameters: values.filter(({ button }) => button === index).map(({ value }) => ({ type: 'text', text: value })) })),
  ];
  return { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) };
}

const isNumber = (name: string) => /^\d+$/.test(name);
