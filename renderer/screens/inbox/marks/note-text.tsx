import type { Message } from '../../../../shared/domain/conversation.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';
import { FormattedText } from './formatted-text.tsx';

/** What a colleague wrote in a note, where it stands outside of the messages: as it looks among them, in the size of what is around it. */
export function NoteText({ note }: { readonly note: Pick<Message, 'text' | 'marked' | 'findings'> }) {
  const formatted = note.findings.length === 0 ? formattedOf(note) : null;
  // All of a note is its author's: nothing was put below it.
  return formatted === null ? note.text : <FormattedText blocks={formatted.blocks} />;
}
