import { useRef, useState } from 'react';
import { useConsole, useFollowed, type Invite } from '../../../data/console/console.tsx';
import { withRow } from '../../../data/console/follow.ts';
import { useNow } from '../../../data/now.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts, Sheet, SheetPart, type SheetHandle } from '../../../ui/sheet.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Mark } from '../mark.tsx';
import { Question } from '../question.tsx';
import { words as consoleWords } from '../words.ts';
import { inviteLook, words } from './words.ts';

export function InviteSheet({ invite, onClose }: { readonly invite: Invite; readonly onClose: () => void }) {
  const console = useConsole();
  const { may } = useWorkplace();
  const devices = useFollowed(console.devices);
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const [cancelled, setCancelled] = useState(false);
  const sheet = useRef<SheetHandle>(null);
  const device = devices.value?.find(({ id }) => id === invite.deviceId);

  return (
    <Sheet
      ref={sheet}
      title={words.made.title(invite.agent.name)}
      subtitle={<Mark look={inviteLook(invite.state)}>{words.states[invite.state]}</Mark>}
      onClose={onClose}
      foot={invite.state === 'open' && may('device.invite') ? <Button onClick={() => setAsking(true)}>{words.sheet.cancel}</Button> : undefined}
    >
      <div role="alert" className="sheet-said">
        {cancelled && <Banner meaning="success" title={words.sheet.cancelled} />}
      </div>
      <SheetPart title={words.sheet.invite}>
        <Facts
          facts={[
            { label: words.sheet.email, value: invite.agent.email },
            { label: words.columns.machine, value: invite.asset?.tag ?? words.anyMachine },
            { label: words.columns.roles, value: invite.roles === null ? words.agentsRoles : consoleWords.rolesOf(invite.roles) },
            { label: words.columns.made, value: dayAndTime(invite.createdAt, now) },
            { label: words.columns.expires, value: dayAndTime(invite.expiresAt, now) },
            ...(invite.deviceId === null ? [] : [{ label: words.sheet.device, value: device?.name ?? words.sheet.unknownDevice }]),
          ]}
        />
        {invite.state === 'open' && <p className="console-hint">{words.sheet.lost}</p>}
      </SheetPart>
      {asking && (
        <Question
          title={words.cancelQuestion(invite.agent.name)}
          consequence={words.cancelConsequence}
          confirm={words.sheet.cancel}
          onConfirm={async () => {
            const outcome = await console.ask('invite.cancel', { invite: invite.id });
            if (outcome.kind === 'done') {
              console.invites.put(withRow(outcome.value));
              setAsking(false);
              setCancelled(true);
              requestAnimationFrame(() => sheet.current?.focusTitle());
            } else console.invites.refresh();
            return outcome;
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Sheet>
  );
}
