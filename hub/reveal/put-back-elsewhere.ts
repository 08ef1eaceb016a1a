import type { Elsewhere } from '../../shared/domain/conversation.ts';
import { fileWith } from './file-with.ts';
import type { MessageContent } from '../conversations/messages.ts';
import { textName } from '../intake/look-into-files.ts';
import type { Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { inPlaceOfMask } from './in-place-of-mask.ts';

/** Longest that a subject, a name and a file's name are on devices: see shared/domain/conversation.ts. */
const longest = { 'subject': 1000, 'author': 200, 'file-name': 255 } as const;

/** Puts a value back where its mask stands outside of a message's text. @returns the message's content as it is then; null where it does not have the finding any more */
export async function putBackElsewhere(tx: Tx, row: Pick<MessageTable, 'id' | 'conversation_id'>, content: MessageContent, id: string, value: string): Promise<MessageContent | null> {
  const found = content.elsewhere?.find((each) => each.id === id);
  if (found === undefined) return null;
  const changed = await changedBy(tx, row, content, found, value);
  if (changed === null) return null;
  const grows = value.length - found.mask.length;
  const left = (content.elsewhere ?? []).filter((each) => each !== found).map((each) => (samePlace(each, found) && each.start > found.start ? { ...each, start: each.start + grows } : each));
  const { elsewhere: _before, ...rest } = { ...content, ...changed };
  return left.length === 0 ? rest : { ...rest, elsewhere: left };
}

async function changedBy(tx: Tx, row: Pick<MessageTable, 'id' | 'conversation_id'>, { subject, authorName, attachments }: MessageContent, found: Elsewhere, value: string): Promise<Partial<MessageContent> | null> {
  switch (found.in) {
    case 'subject': {
      const whole = within(longest.subject, inPlaceOfMask(subject ?? '', found, value));
      return whole === null ? null : { subject: whole };
    }
    case 'author': {
      const whole = within(longest.author, inPlaceOfMask(authorName, found, value));
      return whole === null ? null : { authorName: whole };
    }
    case 'file-name': {
      const file = attachments[found.file];
      const name = within(longest['file-name'], inPlaceOfMask(file?.name ?? '', found, value));
      if (file === undefined || name === null) return null;
      // The text in a file's place is called after it, and comes right behind it.
      return { attachments: attachments.map((each, place) => (place === found.file ? { ...each, name } : place === found.file + 1 && each.name === textName(file.name) ? { ...each, name: textName(name) } : each)) };
    }
    case 'file': {
      const file = attachments[found.file];
      const whole = file === undefined ? null : await fileWith(tx, row, file, found, value);
      return whole === null ? null : { attachments: attachments.map((each, place) => (place === found.file ? whole : each)) };
    }
    default:
      return found satisfies never;
  }
}

/** What would be cut is not put back: its end would be missing. */
const within = (length: number, text: string | null) => (text === null || text.length > length ? null : text);

function samePlace(a: Elsewhere, b: Elsewhere): boolean {
  return a.in === b.in && ('file' in a ? a.file : null) === ('file' in b ? b.file : null);
}
