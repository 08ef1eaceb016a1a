import type { PassphraseVerdict } from '../../../shared/passphrase/strength.ts';
import { messages, say } from '../../languages/spoken.ts';

const t = messages.passphrase;

export const words = {
  ...t,
  minimum: (count: number) => say(t.minimum, { count }),
  missing: (count: number) => say(t.missing, { count }),
  tooShort: (count: number) => say(t.tooShort, { count }),
  verdicts: t.verdicts satisfies Record<PassphraseVerdict, string>,
};
