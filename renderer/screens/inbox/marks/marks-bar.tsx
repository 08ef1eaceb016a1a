import { Bold, Code, Eye, Italic, Link, List, ListOrdered, Strikethrough, TextQuote, type LucideIcon } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { memo } from 'react';
import { shortcutProps } from '../../../ui/shortcut.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';
import type { MarkKind } from './edit-marks.ts';
import './marks.css';
import { markCommands, type MarkCommand } from './use-marks.ts';
import { words } from './words.ts';

const icons: Readonly<Record<MarkKind, LucideIcon>> = { bold: Bold, italic: Italic, strike: Strikethrough, code: Code, link: Link, bullets: List, numbers: ListOrdered, quote: TextQuote };
const commands = Object.keys(markCommands) as MarkCommand[];

export interface MarksBarProps {
  /** Those that the channel has. */
  readonly kinds: readonly MarkKind[];
  readonly onApply: (kind: MarkKind) => void;
  /** Whether it is shown as the customer will read it, and the way to change that; null where that is not offered. */
  readonly preview: { readonly shown: boolean; readonly onChange: (shown: boolean) => void } | null;
}

/** Formatting: one stop of the Tab key, arrows within. Drawn again when what it is given changes, and not with every key that is written. */
export const MarksBar = memo(function MarksBar({ kinds, onApply, preview }: MarksBarProps) {
  const shortcutOf = useShortcutOf();
  return (
    <Toolbar.Root className="marks-bar" aria-label={words.label}>
      {commands.filter((command) => kinds.includes(markCommands[command])).map((command) => {
        const kind = markCommands[command];
        const Icon = icons[kind];
        return (
          <Toolbar.Button
            key={command}
            className="icon-button"
            aria-label={words.kinds[kind]}
            {...shortcutProps(words.kinds[kind], shortcutOf(command))}
            // What is selected in the field stays so.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onApply(kind)}
          >
            <Icon className="icon-small" />
          </Toolbar.Button>
        );
      })}
      {preview !== null && (
        <Toolbar.Button className="marks-preview-switch" aria-pressed={preview.shown} onMouseDown={(event) => event.preventDefault()} onClick={() => preview.onChange(!preview.shown)}>
          <Eye className="icon-small" aria-hidden="true" />
          {words.preview}
        </Toolbar.Button>
      )}
    </Toolbar.Root>
  );
});
