import { BadgeCheck, CircleHelp } from 'lucide-react';
import { useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Verification } from '../../../shared/domain/verification.ts';
import { ChipButton } from '../../ui/chip.tsx';
import { Popover } from '../../ui/popover.tsx';
import './verification-mark.css';
import { words } from './words.ts';

/** How far it is known who the customer is, in a word; pressed, what that means, for as long as it is of the same conversation. */
export function VerificationMark({ of, level }: { readonly of: ConversationId; readonly level: Verification }) {
  const [openFor, setOpenFor] = useState<ConversationId | null>(null);
  const { short, long } = words.verification[level];
  const Icon = level === 'unverified' ? CircleHelp : BadgeCheck;
  return (
    <span className="verification">
      <Popover
        title={short}
        open={openFor === of}
        onOpenChange={(open) => setOpenFor(open ? of : null)}
        trigger={
          <ChipButton title={short} aria-label={short}>
            <Icon className="icon-small" aria-hidden="true" />
            <span className="verification-words">{short}</span>
          </ChipButton>
        }
      >
        <p>{long}</p>
      </Popover>
    </span>
  );
}
