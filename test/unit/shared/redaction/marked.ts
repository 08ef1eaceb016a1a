import { expect } from 'vitest';
import { inspectText } from '../../../../shared/redaction/index.ts';

/** A text in which what must be found is marked: `my SSN is ⟦us-ssn:219-09-9998⟧`. */
export function marked(written: string): { readonly text: string; readonly values: readonly string[] } {
  const values: string[] = [];
  const text = written.replace(/⟦([a-z-]+):([^⟧]*)⟧/gu, (_all, type: string, value: string) => {
    values.push(`${type}: ${value}`);
    return value;
  });
  return { text, values };
}

/** Finds exactly what is marked, from its first character to its last. */
export function expectMarked(written: string): void {
  const { text, values } = marked(written);
  expect(inspectText(text).findings.map(({ type, start, end }) => `${type}: ${text.slice(start, end)}`)).toEqual(values);
}
