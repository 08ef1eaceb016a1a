import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './banner.css';

export type Meaning = 'info' | 'success' | 'caution' | 'danger';

const icons = { info: Info, success: CircleCheck, caution: TriangleAlert, danger: OctagonAlert } as const;

export interface BannerProps {
  readonly meaning: Meaning;
  /** One sentence. */
  readonly title: string;
  /** One reason line. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly role?: 'alert' | 'status' | 'note';
}

/** An icon, one sentence, one reason line, one action. */
export function Banner({ meaning, title, children, action, role }: BannerProps) {
  const Icon = icons[meaning];
  return (
    <div className={`banner banner-${meaning}`} role={role}>
      <Icon className="icon banner-icon" aria-hidden="true" />
      <div className="banner-words">
        <p className="banner-title">{title}</p>
        {children !== undefined && <div className="banner-reason">{children}</div>}
      </div>
      {action}
    </div>
  );
}
