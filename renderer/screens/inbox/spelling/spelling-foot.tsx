import { SpellCheck } from 'lucide-react';
import { memo } from 'react';
import type { SpellingChoice } from '../../../../shared/domain/spelling.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceMenu } from '../../../ui/menu.tsx';
import './spelling.css';
import { words } from './words.ts';

export interface SpellingFootProps {
  readonly language: SpellingChoice;
  /** How many words are not known. */
  readonly found: number;
  readonly onChoose: (language: SpellingChoice) => void;
  readonly onNext: () => void;
}

const choices = Object.entries(words.languages).map(([value, words]) => ({ value: value as SpellingChoice, words }));

/** In which language the draft is read, and the way to what was found without a pointer. */
export const SpellingFoot = memo(function SpellingFoot({ language, found, onChoose, onNext }: SpellingFootProps) {
  return (
    <span className="spelling-foot">
      <ChoiceMenu label={words.language} value={language} choices={choices} onChoose={onChoose}>
        <SpellCheck className="icon" aria-hidden="true" />
        <span className="spelling-tag">{words.languages[language]}</span>
      </ChoiceMenu>
      {found > 0 && (
        <Button look="quiet" title={`${words.next} (F7)`} aria-keyshortcuts="F7" onClick={onNext}>
          {words.found(found)}
        </Button>
      )}
    </span>
  );
});
