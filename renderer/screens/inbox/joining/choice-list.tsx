import { useId } from 'react';
import './joining.css';

export interface ListedChoice<T extends string> {
  readonly value: T;
  readonly words: string;
}

export interface ChoiceListProps<T extends string> {
  readonly label: string;
  readonly choices: readonly ListedChoice<T>[];
  /** One of them, or any number. */
  readonly how: 'one' | 'many';
  readonly chosen: ReadonlySet<T>;
  readonly onChosen: (chosen: ReadonlySet<T>) => void;
}

/** The system's own radio buttons or check boxes, in a list that scrolls by itself. */
export function ChoiceList<T extends string>({ label, choices, how, chosen, onChosen }: ChoiceListProps<T>) {
  const id = useId();
  const change = (value: T): void => {
    if (how === 'one') onChosen(new Set([value]));
    else onChosen(new Set(chosen.has(value) ? [...chosen].filter((one) => one !== value) : [...chosen, value]));
  };
  return (
    <fieldset className="joining-list">
      <legend>{label}</legend>
      {choices.map(({ value, words }) => (
        <div key={value} className="joining-choice">
          <input id={`${id}-${value}`} name={id} type={how === 'one' ? 'radio' : 'checkbox'} checked={chosen.has(value)} onChange={() => change(value)} />
          <label htmlFor={`${id}-${value}`}>{words}</label>
        </div>
      ))}
    </fieldset>
  );
}
