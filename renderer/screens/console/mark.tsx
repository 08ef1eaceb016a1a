import type { ReactNode } from 'react';

export type MarkLook = 'plain' | 'quiet' | 'accent' | 'success' | 'caution' | 'danger';

/** A state in a word or two, with an icon where it should be found at a glance. Calm: no filled colours in a list. */
export function Mark({ look, icon, children, title }: { readonly look: MarkLook; readonly icon?: ReactNode; readonly children: string; readonly title?: string | undefined }) {
  return (
    <span className={`mark mark-${look}`} title={title}>
      {icon}
      <span className="mark-words">{children}</span>
    </span>
  );
}
