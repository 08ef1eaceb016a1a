import { codeName } from '../../../shared/template/fill-template.ts';
import type { OutgoingTemplate } from '../channel.ts';

/**
 * A template with its values as the Cloud API takes it. Numbered variables go in their order, named ones beside their names.
 * @param media what it begins with, uploaded, as a parameter of the header; null where it begins with words
 */
export function sentTemplate({ name, language, values }: OutgoingTemplate, media: Readonly<Record<string, unknown>> | null): Readonly<Record<string, unknown>> {
  const parameters = (of: readonly OutgoingTemplate['values'][number][]) =>
    // Numbered ones stand for their place in the row; in the text they may stand in any order.
    of
      .toSorted((a, b) => (isNumber(a.name) && isNumber(b.name) ? Number(a.name) - Number(b.name) : 0))
      .map((value) => ({ type: 'text', ...(isNumber(value.name) ? {} : { parameter_name: value.name }), text: value.value }));
  const part = (which: 'header' | 'body') => values.filter((value) => value.part === which);
  const buttons = [...new Set(values.flatMap(({ button }) => (button === null ? [] : [button])))].sort((a, b) => a - b);
  const components = [
    ...(media === null ? [] : [{ type: 'header', parameters: [media] }]),
    ...(['header', 'body'] as const).flatMap((type) => (part(type).length === 0 ? [] : [{ type, parameters: parameters(part(type)) }])),
    ...buttons.map((index) => {
      const own = values.filter(({ button }) => button === index);
      return own.some((value) => value.name === codeName)
        ? { type: 'button', sub_type: 'copy_code', index: String(index), parameters: own.map(({ value }) => ({ type: 'coupon_code', coupon_code: value })) }
        : { type: 'button', sub_type: 'url', index: String(index), parameters: own.map(({ value }) => ({ type: 'text', text: value })) };
    }),
  ];
  return { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) };
}

const isNumber = (name: string) => /^\d+$/.test(name);
