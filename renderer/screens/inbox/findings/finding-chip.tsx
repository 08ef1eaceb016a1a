import { ShieldCheck } from 'lucide-react';
import type { Finding } from '../../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { ChipButton } from '../../../ui/chip.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { findingWords, maskShown } from './finding-words.ts';
import { Reveal } from './reveal.tsx';

/** Stands where something was hidden; says why, and lets those see it who may. */
export function FindingChip({ messageId, finding }: { readonly messageId: MessageId; readonly finding: Finding }) {
  const desk = useDesk();
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
      {finding.sealed !== undefined && desk.may('reveal.request') ? <Reveal messageId={messageId} finding={finding.sealed} /> : <p>{who}</p>}
    </Popover>
  );
}
