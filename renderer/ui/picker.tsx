import { useId, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { classNames } from './class-names.ts';
import './field.css';
import './picker.css';

export interface PickerChoice {
  readonly value: string;
  readonly words: string;
  readonly hint?: string;
}

export interface PickerProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly problem?: string | null;
  /** Those that fit what is typed, best first. */
  readonly choicesFor: (typed: string) => readonly PickerChoice[];
  /** What to say when nothing fits. */
  readonly nothing: string;
  readonly chosen: PickerChoice | null;
  readonly onChoose: (choice: PickerChoice | null) => void;
  /** What is typed, for whoever has to look choices up. */
  readonly onTyped?: (typed: string) => void;
  /**
   * Enter was pressed. True where somebody else may come to stand first once what is typed has been looked up, who is then
   * chosen by whoever looks. `done` is told whether there is somebody, and says whether that is wanted still.
   */
  readonly later?: (first: PickerChoice | undefined, done: (found: boolean) => boolean) => boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

const most = 6;

/** One of many, found by typing (ARIA Authoring Practices, combobox with a list). The list stands under the field, so that nothing is covered. */
export function Picker({ label, placeholder, hint, problem, choicesFor, nothing, chosen, onChoose, onTyped, later, ref }: PickerProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const waits = useRef(false);
  const open = typed !== null;
  const choices = open ? choicesFor(typed).slice(0, most) : [];
  const active = choices[Math.min(at, choices.length - 1)];

  const choose = (choice: PickerChoice | null): void => {
    onChoose(choice);
    setTyped(null);
    setAt(0);
  };
  const done = (found: boolean): boolean => {
    if (!waits.current) return false;
    waits.current = false;
    if (found || document.activeElement?.id !== id) {
      setTyped(null);
      setAt(0);
    }
    return found;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      waits.current = false;
      if (!open) setTyped('');
      else setAt((before) => Math.max(0, Math.min(choices.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      waits.current = at === 0 && later?.(active, done) === true;
      if (active !== undefined && !waits.current) choose(active);
    } else if (event.key === 'Escape' && open) {
      // Closes the list and not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      waits.current = false;
      setTyped(null);
    }
  };

  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        ref={ref}
        id={id}
        className="field-box"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active === undefined ? undefined : `${id}-${active.value}`}
        aria-invalid={problem ? true : undefined}
        aria-describedby={[hint === undefined ? '' : `${id}-hint`, problem ? `${id}-problem` : ''].filter(Boolean).join(' ') || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed ?? chosen?.words ?? ''}
        onChange={(event) => {
          setTyped(event.target.value);
          onTyped?.(event.target.value);
          setAt(0);
          waits.current = false;
          if (chosen !== null) onChoose(null);
        }}
        onClick={() => setTyped((before) => before ?? '')}
        // Who has pressed Enter may go on to the next field at once.
        onBlur={() => {
          if (!waits.current) setTyped(null);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        className={classNames('picker-list', open && 'picker-list-open')}
        // A native list of options cannot show a hint, nor stand under its field.
        // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="listbox"
        aria-label={label}
      >
        {choices.map((choice) => (
          // The field holds the focus and takes the keys for all options (ARIA 1.2, aria-activedescendant).
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={choice.value}
            id={`${id}-${choice.value}`}
            className={classNames('picker-choice', choice === active && 'picker-choice-active')}
            // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={choice === active}
            // Before the field loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            <span className="picker-words">{choice.words}</span>
            {choice.hint !== undefined && <span className="picker-hint">{choice.hint}</span>}
          </div>
        ))}
      </div>
      {open && choices.length === 0 && <p className="field-hint">{nothing}</p>}
      {hint !== undefined && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div className="field-problem" id={`${id}-problem`} role="alert">
        {problem}
      </div>
    </div>
  );
}
