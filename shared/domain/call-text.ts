import { type WrittenText, writtenText } from '../marks/written-text.ts';
import { type ConversationStatus, maxReplyText } from './conversation.ts';
import type { CallOutcome, PhoneCall } from './outgoing.ts';

const outcomes: Readonly<Record<CallOutcome, string>> = { 'answered': 'answered', 'no-answer': 'no answer', 'voicemail': 'voicemail left', 'callback-wanted': 'wants to be called back' };

/** A call in one line: "Call from the customer, 12 min, answered". It is its conversation's subject. */
export function callLine({ direction, minutes, outcome }: Pick<PhoneCall, 'direction' | 'minutes' | 'outcome'>): string {
  const lasted = minutes === 0 ? '' : `, ${minutes} min`;
  return `${direction === 'in' ? 'Call from the customer' : 'Call to the customer'}${lasted}, ${outcomes[outcome]}`;
}

/** The call as it is kept in its conversation: the line, what was noted, and where the recording lies. */
export function callText(call: PhoneCall, notes: string): string {
  return [callLine(call), notes.trim(), call.recording === null ? '' : `Recording: ${call.recording}`].filter((part) => part !== '').join('\n\n');
}

/** The same with the notes as they were written, their formatting beside their reading: line and recording have none. */
export function callWritten(call: PhoneCall, notes: { readonly text: string; readonly format?: 'marked' | undefined }): WrittenText {
  const own = writtenText({ ...notes, text: notes.text.trim() });
  const text = callText(call, own.text);
  // White space at an edge, as of `` ` ` ``, is not in the text: the marks would be of something else.
  if (own.marked === undefined || own.text.trim() !== own.text) return { text };
  const marked = callText({ ...call, recording: null }, own.marked);
  return { text, ...(marked.length <= maxReplyText ? { marked } : {}) };
}

/** A call that was answered is done with; of any other something is left to do. */
export const statusAfterCall = (outcome: CallOutcome): ConversationStatus => (outcome === 'answered' ? 'resolved' : 'open');
