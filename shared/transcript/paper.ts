import type { Mark, Side, Transcript, TranscriptConversation, TranscriptMessage } from './transcript.ts';
import { oneLine } from './readable.ts';
import { clockTime, type PaperWords } from './words.ts';

/** What is written down, in the order in which it is read, without a format yet. */
export interface Paper {
  /** BCP 47, of its own words. */
  readonly language: string;
  readonly title: string;
  /** The watermark: who, where, when, which number. */
  readonly mark: readonly string[];
  readonly notice: string;
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  /** Stands below the last of it. */
  readonly end: string;
}

export type Fact = readonly [label: string, value: string];

export interface Section {
  readonly title: string | null;
  readonly facts: readonly Fact[];
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly side: Side;
  readonly head: string;
  readonly time: string;
  readonly text: string;
  readonly details: readonly string[];
}

export function transcriptPaper(transcript: Transcript, words: PaperWords): Paper {
  const { mark, conversation, asOf, leftOut, messages } = transcript;
  return {
    language: words.language,
    title: words.transcript,
    mark: markOf(mark, words),
    notice: words.hidden,
    facts: [
      [words.facts.organisation, mark.organisation],
      ...factsOf(conversation, words),
      ...(asOf === null ? [] : [[words.facts.asOf, clockTime(asOf)] as const]),
      [words.facts.messages, String(messages.length)],
      ...(leftOut === 0 ? [] : [[words.facts.leftOut, words.leftOut(leftOut)] as const]),
    ],
    sections: [{ title: null, facts: [], entries: messages.map((message) => entryOf(message, words)) }],
    end: words.end,
  };
}

export function markOf({ savedBy, device, savedAt, number }: Mark, words: PaperWords): string[] {
  return [words.savedBy(savedBy, device), clockTime(savedAt), words.number(number)];
}

/** The watermark in one line. */
export function markLine(mark: readonly string[]): string {
  return mark.map(oneLine).join(' · ');
}

export function factsOf({ customer, channel, subject, status, began }: TranscriptConversation, words: PaperWords): Fact[] {
  return [
    [words.facts.customer, customer],
    [words.facts.channel, words.channels[channel]],
    ...(subject === '' ? [] : [[words.facts.subject, subject] as const]),
    [words.facts.status, words.conversationStatuses[status]],
    [words.facts.began, clockTime(began)],
  ];
}

export function entryOf({ from, author, at, status, subject, text, attachments }: TranscriptMessage, words: PaperWords): Entry {
  const state = words.statuses[status];
  // The side first: what an author calls themselves can then not pass for it.
  const who = author === '' ? words.sides[from] : `${words.sides[from]}: ${author}`;
  return {
    side: from,
    head: state === null ? who : `${who}, ${state}`,
    time: clockTime(at),
    text,
    details: [
      ...(subject === null || subject === '' ? [] : [words.subject(subject)]),
      ...attachments.map(({ name, size }) => words.attachment(name, size)),
    ],
  };
}
