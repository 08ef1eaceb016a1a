/**
 * Redaction: what an agent does not need, nobody sees. Pure functions, one policy, used at the
 * hub's intake, in the composer and wherever text leaves.
 */
export { FindingType, findingTypes } from './finding-type.ts';
export { inspectText, redactSequence, redactText } from './redact-text.ts';
export type { HiddenFinding, RedactedText, TextFinding } from './redact-text.ts';
export { redactHtml } from './html/redact-html.ts';
export type { RedactedHtml } from './html/redact-html.ts';
export { RedactionPolicy, defaultPolicy, destroyingOnly, policyIn } from './policy/policy.ts';
export type { Situation } from './policy/policy.ts';
export { leavePattern } from './policy/own-patterns.ts';
export { Treatment } from './policy/treatment.ts';
