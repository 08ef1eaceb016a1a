import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import { formattedOf, type Formatted as FormattedMessage } from '../../../shared/marks/shown-formatted.ts';
import { FindingChip } from './findings/finding-chip.tsx';
import { FormattedText } from './marks/formatted-text.tsx';
import { messageParts } from './message-parts.ts';
import { quotedStart } from './quoted-text.ts';
import { words } from './words.ts';

/** A message's plain text: masks as chips, earlier mail folded away. Links are text; nothing in it can be followed. */
export function MessageText({ message }: { readonly message: Message }) {
  const [unfolded, setUnfolded] = useState(false);
  const formatted = (message.kind === 'outbound' || message.kind === 'note') && message.findings.length === 0 ? formattedOf(message) : null;
  if (formatted !== null) return <Formatted message={message} {...formatted} />;
  const end = message.channel === 'email' && message.kind !== 'note' ? quotedStart(message.text) : message.text.length;
  const folds = end < message.text.length;
  return (
    <>
      <Parts id={messageTextId(message.id)} message={message} from={0} to={folds ? message.text.slice(0, end).trimEnd().length : end} />
      {folds && (
        <button
          type="button"
          className="quoted-toggle"
          aria-expanded={unfolded}
          aria-label={unfolded ? words.message.hideQuoted : words.message.showQuoted}
          title={unfolded ? words.message.hideQuoted : words.message.showQuoted}
          onClick={() => setUnfolded(!unfolded)}
        >
          <Ellipsis className="icon-small" aria-hidden="true" />
        </button>
      )}
      {folds && unfolded && (
        <div className="quoted">
          <Parts message={message} from={end} to={message.text.length} />
        </div>
      )}
    </>
  );
}

/** With its formatting; what stands below it, a signature, as it is. */
function Formatted({ message, blocks, below }: FormattedMessage & { readonly message: Message }) {
  return (
    <>
      <FormattedText id={messageTextId(message.id)} blocks={blocks} />
      {below !== '' && <Parts message={message} from={message.text.length - below.length + 1} to={message.text.length} />}
    </>
  );
}

/** Of the element that holds what was written, without what it quotes. */
export const messageTextId = (id: MessageId): string => `text-${id}`;

function Parts({ id, message, from, to }: { readonly id?: string; readonly message: Message; readonly from: number; readonly to: number }) {
  return (
    <div id={id} className="message-text" dir="auto">
      {messageParts(message.text, message.findings, from, to).map((part) =>
        part.kind === 'text' ? part.text : <FindingChip key={part.finding.start} messageId={message.id} finding={part.finding} />,
      )}
    </div>
  );
}
