import { messages, say } from '../../../languages/spoken.ts';
import type { MarkKind } from './edit-marks.ts';

const t = messages.marks;

export const words = {
  ...t,
  kinds: t.kinds satisfies Record<MarkKind, string>,
  previewOf: (channel: string) => say(t.previewOf, { channel }),
  previewPlain: (channel: string) => say(t.previewPlain, { channel }),
  left: (n: number) => say(t.left, { n }),
};
