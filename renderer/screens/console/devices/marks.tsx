import { Check, CircleDashed, Clock, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { CheckResult, Verdict } from '../../../../shared/domain/posture.ts';
import type { Device } from '../../../data/console/console.tsx';
import { Mark } from '../mark.tsx';
import { inventoryWords, stateLook, stateWords, verdictWords, words } from './words.ts';

export function StateMark({ device }: { readonly device: Device }) {
  const text = stateWords(device);
  return (
    <Mark look={stateLook(device)} icon={device.state === 'pending' && <Clock className="icon-small" aria-hidden="true" />} title={text}>
      {text}
    </Mark>
  );
}

const verdictIcons = { allow: Check, warn: TriangleAlert, refuse: OctagonAlert } as const;
const verdictLooks = { allow: 'quiet', warn: 'caution', refuse: 'danger' } as const;

/** What the policy makes of the laptop's checks. Nothing of note is said quietly. */
export function VerdictMark({ device }: { readonly device: Device }) {
  const Icon = verdictIcons[device.verdict];
  return (
    <Mark look={verdictLooks[device.verdict]} icon={<Icon className="icon-small" aria-hidden="true" />} title={verdictWords(device)}>
      {verdictWords(device)}
    </Mark>
  );
}

export function InventoryMark({ device }: { readonly device: Device }) {
  const text = inventoryWords(device.inventory);
  return (
    <Mark look={device.inventory.kind === 'listed' ? 'plain' : device.inventory.kind === 'unlisted' ? 'caution' : 'quiet'} title={text}>
      {text}
    </Mark>
  );
}

/** One check: how it went, and what the policy says of that. */
export function CheckMark({ state, verdict }: { readonly state: CheckResult['state']; readonly verdict: Verdict }) {
  const Icon = state === 'ok' ? Check : verdict === 'allow' ? CircleDashed : verdictIcons[verdict];
  return (
    <Mark look={state === 'ok' ? 'quiet' : verdictLooks[verdict]} icon={<Icon className="icon-small" aria-hidden="true" />}>
      {state === 'ok' ? words.outcomes.ok : `${words.outcomes[state]}: ${words.verdicts[verdict]}`}
    </Mark>
  );
}
