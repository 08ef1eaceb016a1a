import { useState } from 'react';
import { type IdentityReason, maxIdentityReason } from '../../../../shared/contract/console/verifying.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { SelectField, TextArea } from '../../../ui/field.tsx';
import { Question } from '../../console/question.tsx';
import { verifyWords as say } from './verify-words.ts';

const kinds = ['called-back', 'document-seen', 'other'] as const satisfies readonly IdentityReason['kind'][];

/** Asked of a lead, who says in what way somebody has shown who they are. */
export function ConfirmIdentity({ conversation, onDone, onClose }: { readonly conversation: ConversationId; readonly onDone: () => void; readonly onClose: () => void }) {
  const { client } = useDesk();
  const [kind, setKind] = useState<IdentityReason['kind']>('called-back');
  const [words, setWords] = useState('');
  const confirm = async () => {
    const outcome = await askHub(client, 'customer.identify', { conversation, reason: kind === 'other' ? { kind, words: words.trim() } : { kind } });
    if (outcome.kind === 'done') onDone();
    return outcome;
  };
  return (
    <Question title={say.identify} consequence={say.identifyConsequence} confirm={say.identifyConfirm} look="primary" onConfirm={confirm} onClose={onClose}>
      <SelectField label={say.reason} value={kind} choices={kinds.map((one) => ({ value: one, words: say.reasons[one] }))} onChange={(event) => setKind(kinds.find((one) => one === event.target.value) ?? kind)} />
      {kind === 'other' && <TextArea label={say.ownWords} hint={say.ownWordsHint} rows={2} required maxLength={maxIdentityReason} value={words} onChange={(event) => setWords(event.target.value)} />}
    </Question>
  );
}
