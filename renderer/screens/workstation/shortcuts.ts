import { useEffect } from 'react';
import { firstDisplay } from '../../../shared/domain/display.ts';
import { useDisplay } from '../../data/display.tsx';
import type { CommandId } from '../palette/commands.ts';
import { beginsSequence, commandsOf, strokeOf, withoutShift, type KeyChoices } from '../palette/keys.ts';
import { answerTo, useAnswers, type Answers, type Extra } from '../palette/offers.ts';

/** The arrows go where J and K go, whatever keys these have been given. */
const arrows: Readonly<Record<string, CommandId>> = { Down: 'next', Up: 'previous' };

/** Keys that what has the focus needs for itself. */
const ownKeys: ReadonlySet<string> = new Set(['Enter', 'Down', 'Up', 'Esc']);

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null);
}

/** Buttons are pressed with Enter, and what scrolls moves with the arrows. */
function isInUse(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, .messages') !== null;
}

/** What has popped up takes letters too: a menu finds its items by them. */
const inPopUp = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest('[role="menu"], [role="dialog"]') !== null;

const editing = /^Ctrl\+(?:[ACVXYZ]|Shift\+Z)$/u;

const ignored = (event: KeyboardEvent): boolean => event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null;

/** How long the second key of two may take, in milliseconds. */
const secondKeyWithin = 1500;

/** Finds the command of a press. Single keys act only outside text fields (WCAG 2.2 SC 2.1.4), never with a dialog open. */
function listener(choices: () => KeyChoices): (event: KeyboardEvent) => void {
  let begun: { readonly stroke: string; readonly at: number } | null = null;
  return (event) => {
    const stroke = strokeOf(event);
    if (stroke === null) return;
    const before = begun !== null && event.timeStamp - begun.at < secondKeyWithin ? begun.stroke : null;
    begun = null;
    const withModifier = event.ctrlKey || event.metaKey || event.altKey;
    // First, since whoever writes presses these: whether a dialog is open is looked for in all of the page.
    if (!withModifier && (isText(event.target) || inPopUp(event.target))) return;
    if (ignored(event)) return;
    // What every text field does with these is its own.
    if (isText(event.target) && editing.test(stroke)) return;
    if (ownKeys.has(stroke) && isInUse(event.target) && !(stroke === 'Esc' && (event.target as HTMLElement).closest('.messages'))) return;
    const plain = withoutShift(stroke);
    const asked = [...(before === null ? [] : commandsOf(`${before} ${plain}`, choices())), ...commandsOf(stroke, choices()), ...commandsOf(plain, choices()), arrows[stroke]];
    const answer = asked.map((id) => (id === undefined ? undefined : answerTo(id))).find((found) => found !== undefined);
    if (answer !== undefined) {
      event.preventDefault();
      answer();
    } else if (beginsSequence(plain, choices())) {
      begun = { stroke: plain, at: event.timeStamp };
    }
  };
}

let listening = 0;
/** As the place that was drawn last has them. */
let choices: KeyChoices = firstDisplay;
const onKeyDown = listener(() => choices);

/** What a place does when its commands are asked for: by their keys, or in the palette. */
export function useShortcuts(answers: Answers, extras?: () => readonly Extra[]): void {
  useAnswers(answers, extras);
  const display = useDisplay();
  useEffect(() => {
    choices = display;
  }, [display]);
  useEffect(() => {
    listening += 1;
    if (listening === 1) document.addEventListener('keydown', onKeyDown);
    return () => {
      listening -= 1;
      if (listening === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
