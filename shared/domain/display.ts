import { z } from 'zod';
import { languageTags } from '../language/languages.ts';
import { firstNoticeChoices, NoticeChoices } from './notices.ts';
import { SpellingChoice } from './spelling.ts';

/** What a shortcut is remapped by: the id of a command, as `reply`, and one key or two as `Ctrl+K`, `R`, `G D`; empty for none. */
export const KeyChoices = z.record(z.string().regex(/^[a-z][a-zA-Z-]{0,39}$/), z.string().max(24)).refine((keys) => Object.keys(keys).length <= 200);

/** How the person wants Sealdesk to look and to be steered on this laptop. Nothing in it is secret, or says anything of a customer. */
export const Display = z.object({
  /** `system`: as the system's languages say. */
  language: z.enum(['system', ...languageTags]),
  theme: z.enum(['system', 'light', 'dark']),
  /** More contrast than usual always, or where the system asks for it. */
  contrast: z.enum(['system', 'more']),
  rows: z.enum(['roomy', 'dense']),
  /** Whether single keys do something outside text fields (WCAG 2.2 SC 2.1.4). */
  singleKeys: z.boolean(),
  keys: KeyChoices,
  /** The language that spelling reads what is written in, where none was chosen for the conversation. `system`: the one of the screens. */
  spelling: z.enum(['system', ...SpellingChoice.options]),
  notices: NoticeChoices,
  /** Closing the window ends Sealdesk, or hides it in the tray, where there is one. Either locks it. */
  onClose: z.enum(['quit', 'tray']),
});
export type Display = z.infer<typeof Display>;

export const firstDisplay: Display = { language: 'system', theme: 'system', contrast: 'system', rows: 'roomy', singleKeys: true, keys: {}, spelling: 'system', notices: firstNoticeChoices, onClose: 'quit' };
