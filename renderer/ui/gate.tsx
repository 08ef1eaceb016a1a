import type { ReactNode } from 'react';
import './gate.css';

export interface GateProps {
  /** Organisation, or nothing before there is one. */
  readonly above?: ReactNode;
  readonly title: string;
  readonly lead?: ReactNode;
  /** How far, of the steps of enrolment. */
  readonly progress?: { readonly step: number; readonly of: number; readonly words: string };
  readonly below?: ReactNode;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  /** Moves the focus to the title, so that a screen reader starts there; off where a field takes it. */
  readonly focusTitle?: boolean;
}

const focusOnceShown = (heading: HTMLHeadingElement | null): void => heading?.focus();

/** Everything before the inbox: one column, one thing at a time, nothing else of the product. */
export function Gate({ above, title, lead, progress, below, icon, children, focusTitle = false }: GateProps) {
  return (
    <main className="gate">
      {progress && (
        <progress className="gate-progress" max={progress.of} value={progress.step} aria-label={progress.words} />
      )}
      <div className="gate-column">
        {above !== undefined && <div className="gate-above">{above}</div>}
        {icon}
        <h1 key={title} className="gate-title" ref={focusTitle ? focusOnceShown : undefined} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <div className="gate-lead">{lead}</div>}
        {children}
      </div>
      {below !== undefined && <footer className="gate-below">{below}</footer>}
    </main>
  );
}
