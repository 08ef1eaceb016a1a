import { z } from 'zod';

/** Longest value of one variable, in UTF-16 code units. */
export const maxTemplateValue = 1_024;

/** One variable of a template. */
export const TemplateField = z.object({
  /** Names it among the fields of its template: `body.1`, `header.name`, `button0.1`. */
  key: z.string().min(1).max(100),
  part: z.enum(['header', 'body', 'button']),
  /** As the provider names it: a number, or a name. */
  name: z.string().min(1).max(60),
  /** Which button, counted from 0; null for other parts. */
  button: z.number().int().min(0).max(20).nullable(),
  /** What was given as an example when the template was approved; empty where nothing was. */
  example: z.string().max(maxTemplateValue),
});
export type TemplateField = z.infer<typeof TemplateField>;

/** What a template begins with in the place of a heading: chosen anew each time it is sent. */
export const HeaderMedia = z.enum(['image', 'video', 'document']);
export type HeaderMedia = z.infer<typeof HeaderMedia>;

/** A message that WhatsApp has approved beforehand. Variables stand in the texts as `{{name}}`. */
export const Template = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  category: z.string().max(60),
  header: z.string().max(200).nullable(),
  /** Left out where it begins with words, or with nothing. */
  media: HeaderMedia.optional(),
  body: z.string().min(1).max(4_096),
  footer: z.string().max(200).nullable(),
  buttons: z.array(z.object({ text: z.string().max(100), url: z.string().max(2_100).nullable(), /** Whoever presses it has a code to paste, which is a variable. */ code: z.literal(true).optional() })).max(20),
  /** In the order in which they are read. */
  fields: z.array(TemplateField).max(60),
});
export type Template = z.infer<typeof Template>;

/** What an agent has put into a template's variables. */
export const TemplateValues = z.array(z.object({ key: TemplateField.shape.key, value: z.string().min(1).max(maxTemplateValue) })).max(60);
export type TemplateValues = z.infer<typeof TemplateValues>;
