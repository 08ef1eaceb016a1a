import { useSeconds } from '../../data/now.ts';
import { Button } from '../../ui/button.tsx';
import { shortcutProps } from '../../ui/shortcut.ts';
import { useShortcutOf } from '../workstation/keys-shown.ts';
import './held-reply.css';
import { words } from './words.ts';

/**
 * A reply that has not left yet: how long it stays, and the way to take it back. The seconds are drawn, not spoken: a screen
 * reader hears it once, from the composer.
 */
export function HeldReply({ until, waiting, onUndo }: { readonly until: number; readonly waiting: string; readonly onUndo: () => void }) {
  const shortcutOf = useShortcutOf();
  const seconds = Math.ceil((until - useSeconds()) / 1000);
  if (seconds <= 0) return <span className="message-status">{waiting}</span>;
  return (
    <span className="held-reply">
      <span aria-hidden="true">{words.sending.in(seconds)}</span>
      <span className="sr-only">{words.sending.soon}</span>
      <Button look="quiet" {...shortcutProps(words.sending.undoTitle, shortcutOf('undo'))} onClick={onUndo}>
        {words.sending.undo}
      </Button>
    </span>
  );
}
