import { Hourglass } from 'lucide-react';
import { type DueState, dueState } from '../../../../shared/domain/service-level.ts';
import { wholeTime } from '../../../words/times.ts';
import './queue.css';
import { words } from './words.ts';

const looks: Readonly<Record<DueState, string>> = { ahead: 'due-ahead', soon: 'due-soon', late: 'due-late' };

/** Until when an answer is promised. In a list it is said only where it presses. */
export function DueClock({ dueAt, now, always = false }: { readonly dueAt: number | null; readonly now: number; readonly always?: boolean }) {
  if (dueAt === null) return null;
  const state = dueState(dueAt, now);
  if (state === 'ahead' && !always) return null;
  return (
    <span className={`due ${looks[state]}`} title={words.due.title(wholeTime(dueAt))}>
      <Hourglass className="icon-small" aria-hidden="true" />
      <span className="sr-only">{words.due.label} </span>
      <span className="due-words">{words.due.left(dueAt - now)}</span>
    </span>
  );
}
