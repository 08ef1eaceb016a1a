import { ShieldCheck } from 'lucide-react';
import type { Finding } from '../../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import { ChipButton } from '../../../ui/chip.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { findingWords, maskShown, whileRecoverable } from './finding-words.ts';
import { Mistake } from './mistake.tsx';
import { Reveal } from './reveal.tsx';

/** Stands where something was hidden; says why, and lets those see it who may. */
export function FindingChip({ messageId, finding }: { readonly messageId: MessageId; readonly finding: Finding }) {
  const desk = useDesk();
  const now = useNow();
  const recoverable = finding.recoverable !== undefined && finding.recoverable.until > now ? finding.recoverable : null;
  const { title, why, who } = findingWords(finding);
  return (
    <Popover
      title={title}
      trigger={
        <ChipButton>
          <ShieldCheck className="icon-small" aria-hidden="true" />
          {maskShown(finding.mask)}
        </ChipButton>
      }
    >
      <p>{why}</p>
      {finding.sealed !== undefined && desk.may('reveal.request') ? <Reveal messageId={messageId} finding={finding.sealed} /> : <p>{recoverable === null ? who : whileRecoverable}</p>}
      {recoverable !== null && desk.may('mistake.report') && <Mistake messageId={messageId} recoverable={recoverable} />}
    </Popover>
  );
}
