import type { ConversationId, CustomerId } from '../../../../shared/domain/ids.ts';
import { useOtherConversations } from '../../../data/customer-look.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import { shortTime, wholeTime } from '../../../words/times.ts';
import { ChannelMark } from '../channel-mark.tsx';
import { previewShown } from '../findings/finding-words.ts';
import { words as inboxWords } from '../words.ts';
import { words } from './words.ts';

/** What else was said with this customer, as far as it is on this laptop. */
export function OtherConversations({ customer, open }: { readonly customer: CustomerId; readonly open: ConversationId }) {
  const { opened } = useDesk();
  const found = useOtherConversations(customer, open);
  const now = useNow();
  if (found === null) return null;
  return (
    <section className="customer-part" aria-label={words.others.title}>
      <h3>{words.others.title}</h3>
      {found.rows.length === 0 ? (
        <p className="customer-hint">{words.others.none}</p>
      ) : (
        <ul className="others">
          {found.rows.map((row) => (
            <li key={row.id}>
              <button type="button" className="other" onClick={() => opened.open(row.id)}>
                <ChannelMark channel={row.channel} />
                <span className="other-subject">{row.subject === '' ? row.preview === '' ? words.others.noSubject : previewShown(row.preview) : previewShown(row.subject)}</span>
                <span className="other-meta">
                  {inboxWords.conversation.statuses[row.status]} · <time dateTime={new Date(row.lastMessageAt).toISOString()} title={wholeTime(row.lastMessageAt)}>{shortTime(row.lastMessageAt, now)}</time>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {found.more && <p className="customer-hint">{words.others.more}</p>}
    </section>
  );
}
