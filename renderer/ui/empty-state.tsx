import type { ReactNode } from 'react';
import './empty-state.css';

/** Nothing is here: says so, and what to do about it. */
export function EmptyState({ icon, title, children }: { readonly icon?: ReactNode; readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty-state">
      {icon}
      <p className="empty-state-title">{title}</p>
      {children !== undefined && <div className="empty-state-more">{children}</div>}
    </div>
  );
}
