/**
 * Redaction: what an agent does not need, nobody sees. Pure functions, one policy, used at the
 * hub's intake, in the composer and wherever text leaves.
 */
export type { FindingType } from './detector.ts';
export { redactSequence, redactText } from './redact-text.ts';
export type { RedactedText } from './redact-text.ts';
export { redactHtml } from './redact-html.ts';
export type { RedactedHtml } from './redact-html.ts';
export { inspectText } from './inspect-text.ts';
export type { TextFinding } from './inspect-text.ts';
