import { useEffect, useState } from 'react';
import { mostMerged } from '../../../../shared/contract/console/joining.ts';
import type { ConversationRow } from '../../../../shared/contract/ipc/inbox.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import { SelectField } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Question } from '../../console/question.tsx';
import { words as inboxWords } from '../words.ts';
import { ChoiceList } from './choice-list.tsx';
import { useOnline } from './use-online.ts';
import { words } from './words.ts';

export interface MergeDialogProps {
  /** Those that were chosen in the list, or the one that is open. */
  readonly rows: readonly ConversationRow[];
  /** Afterwards the one that stays is open. */
  readonly onMerged: (into: ConversationId) => void;
  readonly onClose: () => void;
}

const others = 50;

/** Conversations become one. Of one that is open, those of the same customer are offered; of chosen ones, which of them stays is asked. */
export function MergeDialog({ rows, onMerged, onClose }: MergeDialogProps) {
  const desk = useDesk();
  const toast = useToast();
  const now = useNow();
  const online = useOnline();
  const [only] = rows.length === 1 ? rows : [];
  const [offered, setOffered] = useState<readonly ConversationRow[] | null>(only === undefined ? [] : null);
  const [into, setInto] = useState<ConversationId | undefined>(() => rows.toSorted((one, other) => one.createdAt - other.createdAt)[0]?.id);
  const [chosen, setChosen] = useState<ReadonlySet<ConversationId>>(new Set());
  useEffect(() => {
    if (only === undefined) return;
    void desk.client.call('customer.conversations', { customer: only.customerId, except: only.id, limit: others }).then((answer) => setOffered(answer.ok ? answer.value.rows.filter(mayGoIn) : []));
  }, [desk, only]);
  const nothing = only !== undefined && offered?.length === 0;
  const goingIn = only === undefined ? rows.map(({ id }) => id).filter((id) => id !== into) : [...chosen];
  const entry = (row: ConversationRow): string => words.entry(row.subject === '' ? inboxWords.channels[row.channel] : row.subject, dayAndTime(row.lastMessageAt, now));
  const merge = async () => {
    if (into === undefined || goingIn.length === 0) return { kind: 'refused', message: words.chooseOne } as const;
    const outcome = await askHub(desk.client, 'conversation.merge', { into, others: goingIn.slice(0, mostMerged) });
    if (outcome.kind === 'done') {
      toast({ words: words.merged });
      onMerged(into);
    }
    return outcome;
  };
  return (
    <Question title={words.mergeTitle} consequence={words.mergeConsequence} confirm={nothing ? null : words.mergeConfirm} look="primary" onConfirm={merge} onClose={onClose}>
      {!online && <p className="console-text">{words.offline}</p>}
      {only === undefined && (
        <SelectField
          label={words.stays}
          value={into ?? ''}
          choices={rows.map((row) => ({ value: row.id, words: `${row.customerName}: ${entry(row)}` }))}
          onChange={(event) => setInto(rows.find(({ id }) => id === event.target.value)?.id)}
        />
      )}
      {offered !== null && offered.length > 0 && <ChoiceList label={words.goIn} how="many" choices={offered.map((row) => ({ value: row.id, words: entry(row) }))} chosen={chosen} onChosen={setChosen} />}
      {nothing && <p className="console-text">{words.noOthers}</p>}
    </Question>
  );
}

/** The hub decides; what it can never take is not offered. */
function mayGoIn({ mergedInto, channel, onlyHere }: ConversationRow): boolean {
  return mergedInto === null && !onlyHere && (channel === 'email' || channel === 'phone');
}
