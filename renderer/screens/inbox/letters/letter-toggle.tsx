import { Table2 } from 'lucide-react';
import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { shortcutProps } from '../../../ui/shortcut.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';
import './letters.css';
import { words } from './words.ts';

export const letterToggleId = (id: MessageId): string => `formatting-${id}`;

/** Shows a mail with its formatting, and its text again. */
export function LetterToggle({ message, shown }: { readonly message: ShownMessage; readonly shown: boolean }) {
  const desk = useDesk();
  const shortcutOf = useShortcutOf();
  return (
    <button
      id={letterToggleId(message.id)}
      type="button"
      className="letter-toggle"
      aria-pressed={shown}
      {...shortcutProps(shown ? words.hide : words.show, shortcutOf('formatting'))}
      onClick={() => {
        if (shown) desk.letters.close();
        else void desk.letters.show(message);
      }}
    >
      <Table2 className="icon-small" aria-hidden="true" />
      {words.toggle}
    </button>
  );
}
