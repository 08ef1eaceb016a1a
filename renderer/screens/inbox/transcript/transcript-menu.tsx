import { FileDown } from 'lucide-react';
import { useState, type Ref } from 'react';
import type { IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { TranscriptFormat } from '../../../../shared/transcript/transcript.ts';
import { useDesk } from '../../../data/desk.tsx';
import { ActionMenu, type ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import { words } from './words.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';

const actions = (['pdf', 'html', 'text', 'json'] as const).map((value) => ({ value, words: words.formats[value][0], hint: words.formats[value][1] }));

/** Writes the open conversation into a file: where, the system's dialog asks. */
export function TranscriptMenu({ id, ref }: { readonly id: ConversationId; readonly ref?: Ref<ActionMenuHandle> }) {
  const shortcutOf = useShortcutOf();
  const { client } = useDesk();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async (format: TranscriptFormat): Promise<void> => {
    setBusy(true);
    const answer = await client.call('conversation.save-transcript', { id, format });
    setBusy(false);
    const said = answer.ok ? outcomeWords(answer.value) : failureWords(answer.error);
    if (said !== null) toast({ words: said });
  };
  return (
    <ActionMenu label={words.save} shortcut={shortcutOf('transcript')} actions={actions} onAct={(format) => void save(format)} busy={busy} ref={ref ?? null}>
      <FileDown className="icon" aria-hidden="true" />
    </ActionMenu>
  );
}

/** Null where there is nothing to say: the person has changed their mind. */
function outcomeWords(saved: IpcOutput<'conversation.save-transcript'>): string | null {
  switch (saved.kind) {
    case 'saved':
      return words.saved(saved.number);
    case 'cancelled':
      return null;
    case 'gone':
      return words.gone;
    case 'too-long':
      return words.tooLong;
    case 'busy':
      return words.busy;
    case 'not-written':
      return words.notWritten[saved.why];
  }
}
