import { Clock, ShieldAlert, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNow } from '../../data/now.ts';
import { useStore } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { IconButton } from '../../ui/button.tsx';
import { leaseIsEnding } from '../../words/lease.ts';
import { leaseWords } from '../../words/times.ts';
import { words } from './words.ts';

/**
 * What is worth a word above the work and never in its way. Each is said aloud once, when it
 * appears, and stays away for this session when it was dismissed.
 */
export function Notices({ postureWarnings }: { readonly postureWarnings: readonly string[] }) {
  const { state } = useStore(useWorkplace().sync.connection);
  const now = useNow();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const posture = postureWarnings.join('\n');
  const lease = state !== null && state.connection === 'offline' && leaseIsEnding(state, now) ? `lease ${state.leaseUntil}` : '';
  const dismiss = (notice: string): void => setDismissed((before) => new Set(before).add(notice));
  const shown = (notice: string): boolean => notice !== '' && !dismissed.has(notice);
  return (
    <output className="notices" aria-label={words.notices.label}>
      {shown(posture) && (
        <Notice icon={<ShieldAlert className="icon" aria-hidden="true" />} title={`${words.notices.posture}.`} onDismiss={() => dismiss(posture)}>
          {postureWarnings.join(' ')} {words.notices.postureMore}
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

function Notice({ icon, title, onDismiss, children }: { readonly icon: ReactNode; readonly title: string; readonly onDismiss: () => void; readonly children: ReactNode }) {
  return (
    <div className="notice">
      {icon}
      <p className="notice-words">
        <span className="notice-title">{title}</span> {children}
      </p>
      <IconButton label={words.notices.dismiss} onClick={onDismiss}>
        <X className="icon" />
      </IconButton>
    </div>
  );
}
