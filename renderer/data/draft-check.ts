import { useEffect, useState } from 'react';
import type { DraftFinding } from '../../shared/contract/ipc/composer.ts';
import type { WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';

/** How long the hands rest before a draft is looked through, in milliseconds. */
const rest = 250;

/** What of a draft should be seen before it leaves; of the text as it is now, or nothing while it is being looked through. */
export function useDraftCheck(client: Client, id: ConversationId, kind: WrittenKind, text: string): readonly DraftFinding[] {
  const [checked, setChecked] = useState<{ readonly of: string; readonly findings: readonly DraftFinding[] }>({ of: '', findings: [] });
  const of = `${id} ${kind} ${text}`;
  useEffect(() => {
    if (text.trim() === '') return undefined;
    let over = false;
    const timer = setTimeout(() => {
      void client.call('composer.check', { id, kind, text }).then((answer) => {
        if (!over && answer.ok) setChecked({ of, findings: answer.value });
      });
    }, rest);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, id, kind, text, of]);
  return checked.of === of ? checked.findings : nothing;
}

const nothing: readonly DraftFinding[] = [];
