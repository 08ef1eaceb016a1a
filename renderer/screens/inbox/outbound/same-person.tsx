import { useCallback, useState } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { Button } from '../../../ui/button.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Question } from '../../console/question.tsx';
import './same-person.css';
import { useAnswer } from './use-answer.ts';
import { samePersonWords as words } from './same-person-words.ts';

type Told = ConsoleOutput<'customer.suggestions'>;
type Asked = { readonly kind: 'join'; readonly other: Told['likely'][number] } | { readonly kind: 'part'; readonly merge: Told['merges'][number] };

/** In the customer's panel: who may be the same person, and who was made one with them. For whoever may decide it. */
export function SamePerson({ opened }: { readonly opened: OpenConversation }) {
  return useDesk().may('customer.merge') ? <Decided opened={opened} /> : null;
}

function Decided({ opened }: { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const now = useNow();
  const { customer } = opened;
  const { answer, again } = useAnswer(useCallback(() => askHub(desk.client, 'customer.suggestions', { customer: customer.id }), [desk, customer.id]));
  const [asked, setAsked] = useState<Asked | null>(null);

  if (answer?.kind !== 'done' || (answer.value.likely.length === 0 && answer.value.merges.length === 0)) return null;
  const { likely, merges } = answer.value;
  const decide = async () => {
    if (asked === null) return { kind: 'unreachable' } as const;
    const outcome = asked.kind === 'join' ? await askHub(desk.client, 'customer.merge', { into: customer.id, from: asked.other.customer.id }) : await askHub(desk.client, 'customer.split', { merge: asked.merge.merge });
    if (outcome.kind === 'done') {
      setAsked(null);
      desk.opened.refresh();
      desk.list.refresh();
      again();
    }
    return outcome;
  };
  return (
    <section className="customer-part">
      <h3>{words.title}</h3>
      {likely.map((other) => (
        <div key={other.customer.id} className="same-person">
          <p className="same-person-words">
            {other.customer.name}
            <span className="same-person-more">{words.knownBy(other.customer.identities.map(({ shown }) => shown), other.conversations)}</span>
          </p>
          <Button onClick={() => setAsked({ kind: 'join', other })}>{words.join}</Button>
        </div>
      ))}
      {merges.map((merge) => (
        <div key={merge.merge} className="same-person">
          <p className="same-person-words">
            {merge.name}
            <span className="same-person-more">{words.joined(merge.by, dayAndTime(merge.at, now))}</span>
          </p>
          <Button onClick={() => setAsked({ kind: 'part', merge })}>{words.part}</Button>
        </div>
      ))}
      {asked !== null && (
        <Question
          title={asked.kind === 'join' ? words.joinTitle(customer.name, asked.other.customer.identities[0]?.shown ?? asked.other.customer.name) : words.partTitle(asked.merge.name)}
          consequence={asked.kind === 'join' ? words.joinConsequence : words.partConsequence(asked.merge.name)}
          confirm={asked.kind === 'join' ? words.join : words.part}
          look="primary"
          onConfirm={decide}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
