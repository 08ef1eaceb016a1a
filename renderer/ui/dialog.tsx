import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { escapeKey } from './shortcut.ts';
import { classNames } from './class-names.ts';
import './dialog.css';
import { words } from './words.ts';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** `large`: as much of the window as there is, for what is looked at. Its body then has no margin of its own. */
  readonly size?: 'usual' | 'large';
  readonly children: ReactNode;
}

/**
 * The platform's own modal dialog: it holds the focus, closes with Esc, gives the focus back and
 * makes the rest inert without a style tag, which our content security policy would refuse.
 */
export function Dialog({ title, onClose, size = 'usual', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed while it is still in the document: only then does the focus go back to where it came from.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classNames('dialog', size === 'large' && 'dialog-large')}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-head">
        <h2 className="dialog-title" id={titleId}>
          {title}
        </h2>
        <IconButton label={words.close} shortcut={escapeKey} onClick={onClose}>
          <X className="icon" />
        </IconButton>
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
