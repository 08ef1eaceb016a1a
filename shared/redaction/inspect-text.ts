import { findAll } from './find.ts';
import type { FindingType } from './detector.ts';
import { redactText } from './redact-text.ts';

export interface TextFinding {
  readonly type: FindingType;
  /** Offsets in the input, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly action: 'destroy' | 'mask' | 'seal' | 'warn';
}

/** What is found in a text, in order and without overlap, and the text as it may be kept. */
export function inspectText(text: string): { readonly redacted: string; readonly findings: readonly TextFinding[] } {
  const findings = findAll([text]).map(({ type, start, end }) => ({ type, start, end, confidence: 1, action: 'destroy' as const }));
  return { redacted: redactText(text).text, findings };
}
