import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { words } from './words.ts';

export interface TaskFrameProps {
  readonly title: string;
  readonly lead: string;
  /** Moves the focus to the title, so that a screen reader starts there; off where a field takes it. */
  readonly focusTitle?: boolean;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

const focusOnceShown = (heading: HTMLHeadingElement | null): void => heading?.focus();

/** One change on the security screen: the way back, what it is, and its form. */
export function TaskFrame({ title, lead, focusTitle = false, onBack, children }: TaskFrameProps) {
  return (
    <main className="security-page" aria-label={title}>
      <div className="security-column">
        <div className="security-back">
          <Button look="quiet" onClick={onBack}>
            <ArrowLeft className="icon icon-turns" aria-hidden="true" />
            {words.back}
          </Button>
        </div>
        <h1 key={title} className="gate-title" ref={focusTitle ? focusOnceShown : undefined} tabIndex={-1}>
          {title}
        </h1>
        <p className="security-text">{lead}</p>
        {children}
      </div>
    </main>
  );
}
