import { useEffect, useRef, useState } from 'react';
import { useDisplay, useDisplayChoices } from '../../data/display.tsx';
import type { CommandId } from '../palette/commands.ts';
import { inTheWay, isSingle, strokeOf, withoutShift, type Pressed } from '../palette/keys.ts';
import { keysShown, words } from '../palette/words.ts';

/** Needed for moving and typing wherever one is; with Ctrl, what every text field understands, and what main has for itself. */
const reserved = /^(?:Enter|Space|Tab|Up|Down|Left|Right|Home|End|PageUp|PageDown|Delete|(?:Shift\+)?(?:Up|Down|Left|Right)|Ctrl\+(?:[ACVXZYLQ0+-]|Enter|Shift\+Z))$/u;
/** After one key that could be all, a second is waited for as long as this, in milliseconds. */
const secondKeyWithin = 900;

export interface NewKeys {
  /** What stands in the way of what was pressed. */
  readonly problem: string | null;
  /** The first of what may become two keys. */
  readonly begun: string | null;
  readonly press: (pressed: Pressed) => void;
}

/** Takes the keys that are pressed next as those of a command. */
export function useNewKeys(id: CommandId, onDone: () => void): NewKeys {
  const display = useDisplay();
  const { choose } = useDisplayChoices();
  const [problem, setProblem] = useState<string | null>(null);
  const [begun, setBegun] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const settle = (keys: string): void => {
    setBegun(null);
    const other = keys === '' ? null : inTheWay(keys, id, display);
    if (other !== null) {
      setProblem(words.taken(words.commands[other]));
      return;
    }
    void choose({ keys: { ...display.keys, [id]: keys } });
    onDone();
  };
  return {
    problem,
    begun: begun === null ? null : keysShown(begun),
    press(pressed) {
      const stroke = strokeOf(pressed);
      if (stroke === null) return;
      clearTimeout(timer.current);
      setProblem(null);
      if (stroke === 'Esc') onDone();
      else if (stroke === 'Backspace') settle('');
      else if (reserved.test(stroke)) setProblem(words.reserved);
      else if (begun !== null && isSingle(stroke)) settle(`${begun} ${withoutShift(stroke)}`);
      else if (isSingle(stroke)) {
        setBegun(stroke);
        timer.current = setTimeout(() => settle(stroke), secondKeyWithin);
      } else settle(stroke);
    },
  };
}
