import { useRef, useState } from 'react';
import type { ConsoleOutcome } from '../../../data/console/ask.ts';
import { useConsole, type Device } from '../../../data/console/console.tsx';
import { hasEnded } from '../../../data/console/device-list.ts';
import { withRow } from '../../../data/console/follow.ts';
import { useNow } from '../../../data/now.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet, type SheetHandle } from '../../../ui/sheet.tsx';
import { Question } from '../question.tsx';
import { actionProblemWords } from '../words.ts';
import { ApprovalPart } from './approval-part.tsx';
import { actionsFor, needOf, needsReason, perform, doneWords } from './device-actions.ts';
import { ChecksPart, LifePart, MachinePart, UnlockPart } from './device-parts.tsx';
import { StateMark } from './marks.tsx';
import { ResetCode, type Reset } from './reset-code.tsx';
import { orderWords, questionWords, wipeCauseWords, words, type AskedAction } from './words.ts';

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
  const [said, setSaid] = useState<Said | null>(null);
  const [reset, setReset] = useState<Reset | null>(null);
  const sheet = useRef<SheetHandle>(null);
  const order = orderWords(device, now);
  const actions = actionsFor(device).filter((action) => may(needOf(action)));

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
  const act = async (action: AskedAction, reason: string): Promise<ConsoleOutcome<unknown>> => {
    if (action === 'reset') return resetAuthenticator(reason);
    const outcome = await perform(console.ask, action, device, reason);
    settle(outcome);
    if (outcome.kind === 'done') {
      setSaid({ meaning: 'success', text: doneWords(action) });
      setAsked(null);
      // The button that asked is gone with the state it belonged to.
      requestAnimationFrame(() => sheet.current?.focusTitle());
    }
    return outcome;
  };

  const resetAuthenticator = async (reason: string): Promise<ConsoleOutcome<unknown>> => {
    const outcome = await console.ask('device.reset-totp', { device: device.id, reason });
    if (outcome.kind === 'done') {
      settle({ kind: 'done', value: outcome.value.device });
      setAsked(null);
      setReset(outcome.value);
    } else console.devices.refresh();
    return outcome;
  };

  if (reset !== null) {
    return (
      <ResetCode
        reset={reset}
        onClose={() => {
          setReset(null);
          requestAnimationFrame(() => sheet.current?.focusTitle());
        }}
      />
    );
  }
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
      {order !== null && said === null && (
        <Banner meaning={device.wipeCause === 'duress' ? 'danger' : device.wipedAt === null ? 'caution' : 'success'} title={order}>
          {device.wipeCause !== null && wipeCauseWords(device.wipeCause)}
        </Banner>
      )}
      {device.unlock?.shareDestroyed === true && !hasEnded(device.state) && (
        <Banner meaning="danger" title={words.shareDestroyed}>
          {words.shareDestroyedMore}
        </Banner>
      )}
      {device.state === 'pending' && <ApprovalPart device={device} now={now} />}
      <MachinePart device={device} />
      <ChecksPart device={device} now={now} />
      {device.unlock !== null && <UnlockPart unlock={device.unlock} />}
      <LifePart device={device} now={now} />
      {asked !== null && (
        <Question
          {...questionWords(asked, device, now)}
          look={asked === 'reinstate' ? 'primary' : 'danger'}
          needsReason={needsReason(asked)}
          onConfirm={(reason) => act(asked, reason)}
          onClose={() => setAsked(null)}
        />
      )}
    </Sheet>
  );
}
