import type { Context } from '../context/context.ts';
import type { FindingType } from '../finding-type.ts';
import type { Treatment } from '../policy/treatment.ts';
import type { ListName, Scan } from './scan.ts';
import type { Span } from './span.ts';

/** Something personal or secret, as a detector found it. */
export interface Match {
  readonly type: FindingType;
  /** How sure it is, 0 to 1. Below `leastConfidence` nothing is reported. */
  readonly confidence: number;
  /** Where it stands; several spans when it is broken over messages of one sender. In order, not empty. */
  readonly parts: readonly Span[];
  /** The digits of a number that is spelled out or broken over messages, of which a mask may show some; without it they are taken from the text. */
  readonly value?: string;
  /** What becomes of it, where a company's own pattern says so itself. */
  readonly treatment?: Treatment;
}

/** Below this a match is not reported. */
export const leastConfidence = 0.5;

/** A stretch that has been found already, in this pass or before: no detector looks into or across it. */
export interface Masked extends Span {
  readonly type: FindingType;
}

/**
 * What a detector reads. `text` is plain text whatever it came from: HTML has been decoded, tags inside a line have
 * vanished, other tags have become line breaks or tabs, messages of one sender are joined by `joint`; and it is
 * normalised: digits are ASCII, so are spaces and dashes, and invisible characters are gone (`normalise.ts`).
 */
export interface Reading {
  /** What was found already is veiled, so that no pattern matches in it or across it. */
  readonly text: string;
  /** In order of `start`, not overlapping. */
  readonly masked: readonly Masked[];
  /** Where there is anything to look at. */
  readonly scan: Scan;
  /** What the words around say. */
  readonly context: Context;
  /** Whether it is of several messages. */
  readonly joined: boolean;
}

/**
 * Finds one kind of thing. A detector must take time linear in the length of the text, whatever the text, must look no
 * further than `reach` beyond what it finds, and must find nothing in masks.
 */
export interface Detector {
  readonly name: string;
  /** Which of the scan's lists it goes through: where they are all empty it is not asked. */
  readonly looksAt: readonly ListName[];
  /** Fewest digits of a region that it looks at; any without. */
  readonly digits?: number;
  detect(reading: Reading): readonly Match[];
}
