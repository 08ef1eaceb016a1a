import type { NoticeKind } from '../../../shared/domain/notices.ts';
import { createSpeaker } from '../../../shared/language/speaker.ts';
import type { NewsItem } from '../../boundary/vault-process.ts';
import type { DesktopWords } from '../languages/words.ts';

/** What is told of, each conversation once. */
export type Told = readonly { readonly kind: NoticeKind; readonly item: NewsItem }[];

/**
 * What a notification says: how many of what, a line each. Of a single one also the channel and the customer's first name,
 * where the item has one; it is in there only where it may be told.
 *
 * @param locale BCP 47
 */
export function noticeText(told: Told, words: DesktopWords['notices'], locale: string): string {
  const say = createSpeaker(locale);
  const count = (...kinds: NoticeKind[]) => told.filter(({ kind }) => kinds.includes(kind)).length;
  const lines = [
    [count('due'), words.due],
    [count('mentions'), words.mentions],
    [count('assigned'), words.assigned],
    [count('mine', 'team'), words.messages],
  ] as const;
  const said: string[] = lines.filter(([n]) => n > 0).map(([n, message]) => say(message, { n }));
  const [only, another] = told;
  if (only !== undefined && another === undefined && only.item.firstName !== null) said.push(say(words.from, { channel: words.channels[only.item.channel], name: only.item.firstName }));
  return said.join('\n');
}
