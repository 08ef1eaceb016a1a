import { Clock, KeyRound, ShieldAlert, Wrench, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Repaired } from '../../../shared/domain/vault-repair.ts';
import { useNow } from '../../data/now.ts';
import { useStore } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { leaseIsEnding } from '../../words/lease.ts';
import { saidAgain } from '../../words/said.ts';
import { leaseWords } from '../../words/times.ts';
import { words as repairWords } from '../repair/words.ts';
import { words as securityWords } from '../security/words.ts';
import { ApprovalNotices } from './approval-notices.tsx';
import { useFrame } from './frame.tsx';
import { words } from './words.ts';

/** So few recovery codes are worth a word. */
const fewCodes = 3;

/**
 * What is worth a word above the work and never in its way. Each is said aloud once, when it
 * appears, and stays away for this session when it was dismissed.
 */
export function Notices({ postureWarnings, repaired }: { readonly postureWarnings: readonly string[]; readonly repaired: Repaired | null }) {
  const { client, sync, security } = useWorkplace();
  const { state } = useStore(sync.connection);
  const own = useStore(security.shown);
  const { secure } = useFrame();
  const now = useNow();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const posture = postureWarnings.join('\n');
  const lease = state !== null && state.connection === 'offline' && leaseIsEnding(state, now) ? `lease ${state.leaseUntil}` : '';
  // With another authenticator come new recovery codes: one word is enough.
  const oneTime = own?.codeForgiven === true ? 'one-time' : '';
  const left = own?.recoveryCodesLeft ?? null;
  const codes = oneTime === '' && left !== null && left <= fewCodes ? `codes ${left}` : '';
  const dismiss = (notice: string): void => setDismissed((before) => new Set(before).add(notice));
  const shown = (notice: string): boolean => notice !== '' && !dismissed.has(notice);
  return (
    <output className="notices" aria-label={words.notices.label}>
      <ApprovalNotices />
      {shown(posture) && (
        <Notice icon={<ShieldAlert className="icon" aria-hidden="true" />} title={`${words.notices.posture}.`} onDismiss={() => dismiss(posture)}>
          {postureWarnings.map(saidAgain).join(' ')} {words.notices.postureMore}
        </Notice>
      )}
      {repaired !== null && (
        <Notice icon={<Wrench className="icon" aria-hidden="true" />} title={repairWords.doneTitle} onDismiss={() => void client.call('session.repair-seen', null)}>
          {repairWords.done(repaired)}
        </Notice>
      )}
      {shown(oneTime) && (
        <Notice
          icon={<KeyRound className="icon" aria-hidden="true" />}
          title={words.notices.oneTime}
          action={<Button onClick={() => secure('authenticator')}>{securityWords.tasks.authenticator.open}</Button>}
          onDismiss={() => dismiss(oneTime)}
        >
          {words.notices.oneTimeMore}
        </Notice>
      )}
      {left !== null && shown(codes) && (
        <Notice
          icon={<KeyRound className="icon" aria-hidden="true" />}
          title={words.notices.fewCodes(left)}
          action={<Button onClick={() => secure('recovery-codes')}>{securityWords.tasks['recovery-codes'].open}</Button>}
          onDismiss={() => dismiss(codes)}
        >
          {words.notices.fewCodesMore}
        </Notice>
      )}
      {state !== null && shown(lease) && (
        <Notice icon={<Clock className="icon" aria-hidden="true" />} title={`${leaseWords(state.leaseUntil, now)}.`} onDismiss={() => dismiss(lease)}>
          {words.notices.lease} {words.notices.leaseMore}
        </Notice>
      )}
    </output>
  );
}

interface NoticeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly action?: ReactNode;
  readonly onDismiss: () => void;
  readonly children: ReactNode;
}

function Notice({ icon, title, action, onDismiss, children }: NoticeProps) {
  return (
    <div className="notice">
      {icon}
      <p className="notice-words">
        <span className="notice-title">{title}</span> {children}
      </p>
      {action}
      <IconButton label={words.notices.dismiss} onClick={onDismiss}>
        <X className="icon" />
      </IconButton>
    </div>
  );
}
