import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import './button.css';
import { classNames } from './class-names.ts';
import { type Shortcut, shortcutProps } from './shortcut.ts';
import { Spinner } from './spinner.tsx';

interface Common extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  readonly ref?: Ref<HTMLButtonElement>;
}

export interface ButtonProps extends Common {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'usual' | 'large';
  readonly wide?: boolean;
  /** At work: it keeps its width and its focus, and does nothing when pressed. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', size = 'usual', wide = false, busy = false, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type === 'submit' ? 'submit' : 'button'}
      className={classNames('button', `button-${look}`, size === 'large' && 'button-large', wide && 'button-wide')}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy && <Spinner />}
      <span className="button-words">{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Common {
  /** What it does; also shown on hover, with the key if there is one. */
  readonly label: string;
  readonly shortcut?: Shortcut;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}

export function IconButton({ label, shortcut, pressed, children, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className="icon-button"
      aria-label={label}
      aria-pressed={pressed}
      {...(shortcut === undefined ? { title: label } : shortcutProps(label, shortcut))}
    >
      {children}
    </button>
  );
}
