import { UserPlus, X } from 'lucide-react';
import { memo, useState, type KeyboardEvent } from 'react';
import type { Copy, OtherRecipient } from '../../../../shared/domain/copies.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import './copies-line.css';
import { copiesWords as words } from './copies-words.ts';

/** One more who gets the reply, and how they are shown. */
export interface ChosenCopy {
  readonly copy: Copy;
  readonly shown: string;
}

export type CopyWay = ChosenCopy['copy']['way'];

export interface CopiesLineProps {
  readonly others: readonly OtherRecipient[];
  readonly chosen: readonly ChosenCopy[];
  /** As what somebody is being added; null: nobody is. */
  readonly adding: CopyWay | null;
  readonly onAdding: (way: CopyWay | null) => void;
  readonly onChange: (chosen: readonly ChosenCopy[]) => void;
}

const most = 20;
const looksRight = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]+\.[^\s@,;<>"]{2,}$/;
const keyOf = ({ copy, shown }: ChosenCopy): string => `${copy.way} ${copy.to.kind === 'other' ? copy.to.id : shown}`;

/** Opens the line for one more who gets the mail. */
export function AddCopies({ onAdding }: Pick<CopiesLineProps, 'onAdding'>) {
  return (
    <span className="copies-add">
      {(['cc', 'bcc'] as const).map((way) => (
        <Button key={way} look="quiet" aria-label={words.addLabel[way]} onClick={() => onAdding(way)}>
          {words.add[way]}
        </Button>
      ))}
    </span>
  );
}

/** Who gets a mail besides the customer: a line where there is anybody, or somebody is being added. */
export const CopiesLine = memo(function CopiesLine({ others, chosen, adding: way, onAdding, onChange }: CopiesLineProps) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const left = others.filter(({ id }) => !chosen.some(({ copy }) => copy.to.kind === 'other' && copy.to.id === id));

  const add = (): boolean => {
    const address = typed.trim();
    if (address === '' || way === null) return true;
    if (!looksRight.test(address)) {
      setProblem(words.noAddress);
      return false;
    }
    if (!chosen.some(({ copy }) => copy.to.kind === 'address' && copy.to.address === address.toLowerCase()) && chosen.length < most) {
      onChange([...chosen, { copy: { way, to: { kind: 'address', address: address.toLowerCase() } }, shown: address }]);
    }
    setTyped('');
    setProblem(null);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === ',') {
      event.preventDefault();
      add();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setTyped('');
      setProblem(null);
      onAdding(null);
    }
  };

  if (left.length === 0 && chosen.length === 0 && way === null) return null;
  return (
    <div className="copies">
      {left.length > 0 && (
        <Button look="quiet" onClick={() => onChange([...chosen, ...left.map(({ id, shown }): ChosenCopy => ({ copy: { way: 'cc', to: { kind: 'other', id } }, shown }))].slice(0, most))}>
          <UserPlus className="icon-small" aria-hidden="true" />
          {words.replyAll(left.length)}
        </Button>
      )}
      {chosen.map((each) => (
        <span key={keyOf(each)} className="copies-one">
          {words.as(each.copy.way, each.shown)}
          <IconButton label={words.remove(each.shown)} onClick={() => onChange(chosen.filter((other) => keyOf(other) !== keyOf(each)))}>
            <X className="icon-small" />
          </IconButton>
        </span>
      ))}
      {way !== null && (
        <input
          className="copies-box"
          aria-label={words.addLabel[way]}
          aria-invalid={problem === null ? undefined : true}
          placeholder={words.placeholder[way]}
          autoComplete="off"
          spellCheck={false}
          // Asked for by the button that it takes the place of.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={typed}
          maxLength={254}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            if (add()) onAdding(null);
          }}
        />
      )}
      {problem !== null && (
        <span className="copies-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
});
