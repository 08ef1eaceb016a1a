import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import './chip.css';
import { classNames } from './class-names.ts';

export interface ChipProps {
  readonly look?: 'plain' | 'accent' | 'caution';
  readonly children: ReactNode;
}

/** A small mark with a word or two. */
export function Chip({ look = 'plain', children }: ChipProps) {
  return <span className={classNames('chip', `chip-${look}`)}>{children}</span>;
}

/** A mark that explains itself when pressed. */
export function ChipButton({ children, ref, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { readonly ref?: Ref<HTMLButtonElement> }) {
  return (
    <button {...rest} ref={ref} type="button" className="chip chip-button">
      {children}
    </button>
  );
}
