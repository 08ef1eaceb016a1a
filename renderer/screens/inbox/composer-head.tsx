import { memo, type ReactNode } from 'react';
import type { WrittenKind } from '../../../shared/domain/conversation.ts';
import { shortcutProps } from '../../ui/shortcut.ts';
import { useShortcutOf } from '../workstation/keys-shown.ts';
import { words } from './words.ts';

export interface ComposerHeadProps {
  readonly mode: WrittenKind;
  readonly mayReply: boolean;
  readonly mayNote: boolean;
  readonly onChoose: (mode: WrittenKind) => void;
  /** The way it will go, in words; and the id under which it describes the field. */
  readonly way: string;
  readonly wayId: string;
  /** How long the channel still takes a reply. */
  readonly clock: ReactNode;
  /** Adds others who get it. */
  readonly copies: ReactNode;
}

/** Reply or note, and where it goes. */
export const ComposerHead = memo(function ComposerHead({ mode, mayReply, mayNote, onChoose, way, wayId, clock, copies }: ComposerHeadProps) {
  const shortcutOf = useShortcutOf();
  return (
    <div className="composer-head">
      <fieldset className="composer-modes" aria-label={words.composer.mode}>
        {mayReply && (
          <button type="button" className="composer-mode" aria-pressed={mode === 'reply'} {...shortcutProps(words.composer.reply, shortcutOf('reply'))} onClick={() => onChoose('reply')}>
            {words.composer.reply}
          </button>
        )}
        {mayNote && (
          <button type="button" className="composer-mode" aria-pressed={mode === 'note'} {...shortcutProps(words.composer.note, shortcutOf('note'))} onClick={() => onChoose('note')}>
            {words.composer.note}
          </button>
        )}
      </fieldset>
      {clock}
      <span className="composer-way" id={wayId}>
        {way}
      </span>
      {copies}
    </div>
  );
});
