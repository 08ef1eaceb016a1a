import { useEffect, useRef } from 'react';
import { commandIds, type CommandId } from './commands.ts';

/** What a place does when a command is asked for. A place that has no answer to one at the moment leaves it out. */
export type Answers = { readonly [Id in CommandId]?: (() => void) | undefined };

/** Something that only this place knows of, as one of its views: in the palette, without keys of its own. */
export interface Extra {
  readonly id: string;
  readonly name: string;
  readonly run: () => void;
}

interface Board {
  readonly answers: Answers;
  readonly extras: () => readonly Extra[];
}

/** What is on screen at the moment and answers to commands; what came last is asked first. */
const boards: { current: Board }[] = [];

const none = (): readonly Extra[] => [];

/** Answers to these commands as long as the component is there. */
export function useAnswers(answers: Answers, extras: () => readonly Extra[] = none): void {
  const board = useRef<Board>({ answers, extras });
  useEffect(() => {
    board.current = { answers, extras };
  });
  useEffect(() => {
    boards.unshift(board);
    return () => void boards.splice(boards.indexOf(board), 1);
  }, []);
}

/** What is done for a command just now; undefined where nothing on screen answers to it. */
export const answerTo = (id: CommandId): (() => void) | undefined => boards.map(({ current }) => current.answers[id]).find((answer) => answer !== undefined);

/** The commands that something on screen answers to. */
export const offered = (): readonly CommandId[] => commandIds.filter((id) => answerTo(id) !== undefined);

export const extrasOffered = (): readonly Extra[] => boards.flatMap(({ current }) => current.extras());
