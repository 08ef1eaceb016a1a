import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { Letters } from '../../../data/letters.ts';

/** What the key does: closes what is shown with its formatting, or shows the message that has the focus, else the newest that has any. Null where none has. */
export function letterKey(messages: readonly ShownMessage[], letters: Letters): (() => void) | null {
  const formatted = messages.filter((message) => message.formatted === true);
  if (formatted.length === 0) return null;
  return () => {
    const now = letters.here.get();
    if (now?.kind === 'ready' || now?.kind === 'opening') {
      letters.close();
      return;
    }
    const at = document.activeElement?.closest('.message')?.id;
    const wanted = formatted.find(({ id }) => `message-${id}` === at) ?? formatted.at(-1);
    if (wanted !== undefined) void letters.show(wanted);
  };
}
