import type { IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { TranscriptFormat } from '../../../../shared/transcript/transcript.ts';
import { messages, say } from '../../../languages/spoken.ts';

type Saved = IpcOutput<'conversation.save-transcript'>;
type NotWritten = Extract<Saved, { kind: 'not-written' }>['why'];

const t = messages.transcript;

export const words = {
  ...t,
  formats: t.formats satisfies Record<TranscriptFormat, readonly [string, string]>,
  saved: (number: string) => say(t.saved, { number: number.slice(0, 8) }),
  notWritten: t.notWritten satisfies Record<NotWritten, string>,
};
