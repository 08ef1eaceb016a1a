import { hasMarks, plainReading } from './plain-reading.ts';

export interface WrittenText {
  /** How it reads without formatting: what is stored, searched and looked through. */
  readonly text: string;
  /** With its marks; not there where it has none, or they mean nothing. */
  readonly marked?: string;
}

/** What an agent wrote, as it is kept: the same on the laptop and at the hub. */
export function writtenText({ text, format }: { readonly text: string; readonly format?: 'marked' | undefined }): WrittenText {
  return format === 'marked' && hasMarks(text) ? { text: plainReading(text), marked: text } : { text };
}
