import { useRef, useState } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import type { ConsoleOutcome } from '../../../data/console/ask.ts';
import { useConsole, type Device } from '../../../data/console/console.tsx';
import { withRow } from '../../../data/console/follow.ts';
import { useNow } from '../../../data/now.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet, type SheetHandle } from '../../../ui/sheet.tsx';
import { Question } from '../question.tsx';
import { actionProblemWords } from '../words.ts';
import { ApprovalPart } from './approval-part.tsx';
import { ChecksPart, LifePart, MachinePart, UnlockPart } from './device-parts.tsx';
import { StateMark } from './marks.tsx';
import { ResetCode } from './reset-code.tsx';
import { orderWords, questionWords, words, type AskedAction } from './words.ts';

interface Said {
  readonly meaning: 'success' | 'danger';
  readonly text: string;
}

/** One laptop: whose, which machine, how it stands, and what can be done. */
export function DeviceSheet({ device, onClose }: { readonly device: Device; readonly onClose: () => void }) {
  const console = useConsole();
  const { may } = useWorkplace();
  const now = useNow();
  const [asked, setAsked] = useState<AskedAction | null>(null);
  const [approving, setApproving] = useState(false);
  const [reset, setReset] = useState<ConsoleOutput<'device.reset-totp'> | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const sheet = useRef<SheetHandle>(null);
  const order = orderWords(device, now);
  const actions = actionsFor(device).filter((action) => may(action === 'revoke' || action === 'wipe' ? 'device.revoke' : action === 'deny' ? 'device.approve' : 'device.suspend'));

  /** Shows the device as the action has left it. */
  const settle = (outcome: ConsoleOutcome<Device>): void => {
    if (outcome.kind === 'done') console.devices.put(withRow(outcome.value));
    else console.devices.refresh();
  };
  const approve = async (): Promise<void> => {
    setApproving(true);
    setSaid(null);
    const outcome = await console.ask('device.approve', { device: device.id });
    setApproving(false);
    settle(outcome);
    if (outcome.kind === 'done') {
      setSaid({ meaning: 'success', text: outcome.value.state === 'pending' ? words.done.approvedFirst : words.done.approved(device.agent.name) });
      sheet.current?.focusTitle();
    } else setSaid({ meaning: 'danger', text: actionProblemWords(outcome) });
  };
  const resetAuthenticator = async (reason: string): Promise<ConsoleOutcome<Device>> => {
    const outcome = await console.ask('device.reset-totp', { device: device.id, reason });
    if (outcome.kind !== 'done') return outcome;
    setReset(outcome.value);
    return { kind: 'done', value: outcome.value.device };
  };
  const act = async (action: AskedAction, reason: string): Promise<ConsoleOutcome<Device>> => {
    const outcome = action === 'reset-totp' ? await resetAuthenticator(reason) : await perform(console.ask, action, device, reason);
    settle(outcome);
    if (outcome.kind === 'done') {
      setSaid({ meaning: 'success', text: doneWords(action) });
      setAsked(null);
      // The button that asked is gone with the state it belonged to.
      requestAnimationFrame(() => sheet.current?.focusTitle());
    }
    return outcome;
  };

  return (
    <Sheet
      ref={sheet}
      title={device.name}
      subtitle={
        <>
          {words.sheet.agent(device.agent.name, device.agent.email)}
          <br />
          <StateMark device={device} />
        </>
      }
      onClose={onClose}
      foot={
        actions.length > 0 || device.state === 'pending' ? (
          <>
            {actions.map((action) => (
              <Button key={action} look={action === 'wipe' ? 'danger' : 'plain'} onClick={() => setAsked(action)}>
                {words.actions[action]}
              </Button>
            ))}
            {device.state === 'pending' && may('device.approve') && (
              <Button look="primary" busy={approving} onClick={() => void approve()}>
                {words.actions.approve}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <div role="alert" className="sheet-said">
        {said !== null && <Banner meaning={said.meaning} title={said.text} />}
      </div>
      {order !== null && said === null && <Banner meaning={device.wipeCause === 'duress' ? 'danger' : device.wipedAt === null ? 'caution' : 'success'} title={order} />}
      {device.state === 'pending' && <ApprovalPart device={device} now={now} />}
      <MachinePart device={device} />
      <ChecksPart device={device} now={now} />
      <UnlockPart device={device} />
      <LifePart device={device} now={now} />
      {asked !== null && (
        <Question
          {...questionWords(asked, device)}
          look={asked === 'reinstate' ? 'primary' : 'danger'}
          needsReason={asked !== 'deny' && asked !== 'reinstate'}
          onConfirm={(reason) => act(asked, reason)}
          onClose={() => setAsked(null)}
        />
      )}
      {reset !== null && (
        <ResetCode
          made={reset}
          onClose={() => {
            setReset(null);
            requestAnimationFrame(() => sheet.current?.focusTitle());
          }}
        />
      )}
    </Sheet>
  );
}

/** What the device's life allows next. The hub decides; what it would always refuse is not offered. */
function actionsFor({ state, wipedAt, unlock }: Device): readonly AskedAction[] {
  switch (state) {
    case 'pending':
      return ['deny'];
    case 'approved':
      return ['suspend', 'revoke', 'wipe'];
    case 'active':
      return unlock === null || unlock.shareDestroyed ? ['suspend', 'revoke', 'wipe'] : ['reset-totp', 'suspend', 'revoke', 'wipe'];
    case 'suspended':
      return ['reinstate', 'revoke', 'wipe'];
    case 'revoked':
      return wipedAt === null ? ['wipe'] : [];
    case 'denied':
    case 'wiped':
      return [];
  }
}

function perform(ask: ReturnType<typeof useConsole>['ask'], action: Exclude<AskedAction, 'reset-totp'>, { id: device }: Device, reason: string): Promise<ConsoleOutcome<Device>> {
  switch (action) {
    case 'deny':
      return ask('device.deny', { device });
    case 'suspend':
      return ask('device.suspend', { device, reason });
    case 'reinstate':
      return ask('device.reinstate', { device });
    case 'revoke':
      return ask('device.revoke', { device, reason });
    case 'wipe':
      return ask('device.wipe', { device, reason });
  }
}

function doneWords(action: AskedAction): string {
  switch (action) {
    case 'deny':
      return words.done.denied;
    case 'suspend':
      return words.done.suspended;
    case 'reinstate':
      return words.done.reinstated;
    case 'reset-totp':
      return words.done.reset;
    case 'revoke':
      return words.done.revoked;
    case 'wipe':
      return words.done.wipe;
  }
}
