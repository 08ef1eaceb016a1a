import { ShieldAlert } from 'lucide-react';
import type { DraftFinding } from '../../../shared/contract/ipc/composer.ts';
import { classNames } from '../../ui/class-names.ts';
import { findingWords } from './findings/finding-words.ts';
import { words as writingWords } from './writing/words.ts';
import { words } from './words.ts';

export interface DraftFindingsProps {
  readonly findings: readonly DraftFinding[];
  readonly text: string;
  /** Selects the place in the draft. */
  readonly onShow: (start: number, end: number) => void;
}

/** What stands in a draft that should not, each with a way to its place. Said aloud when it appears. */
export function DraftFindings({ findings, text, onShow }: DraftFindingsProps) {
  return (
    <output className="draft-findings">
      {findings.map(({ type, start, end, stops }) => (
        <button key={`${start} ${type}`} type="button" className={classNames('draft-finding', stops && 'draft-finding-stops')} onClick={() => onShow(start, end)}>
          <ShieldAlert className="icon-small" aria-hidden="true" />
          <span>{whatIsWrong(type, stops)}</span>
          <span className="draft-finding-text">{text.slice(start, Math.min(end, start + 40))}</span>
        </button>
      ))}
    </output>
  );
}

function whatIsWrong(type: string, stops: boolean): string {
  if (type === 'internal-note') return words.composer.fromNote;
  if (type === 'unfilled') return writingWords.unfilled;
  if (type === 'other-customer') return words.composer.ofAnother;
  const { title } = findingWords({ type });
  return stops ? words.composer.stopped(title) : words.composer.marked(title);
}
