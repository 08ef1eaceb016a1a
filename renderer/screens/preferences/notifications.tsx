import { useEffect, useState } from 'react';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import { noticeKinds, noticeWords, quieter, type NoticeChoices } from '../../../shared/domain/notices.ts';
import { useDisplay, useDisplayChoices } from '../../data/display.tsx';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckField, SelectField } from '../../ui/field.tsx';
import { timeOfDay } from '../../words/times.ts';
import './preferences.css';
import { QuietHours } from './quiet-hours.tsx';
import { words } from './words.ts';

const t = words.notices;

/** What the person is told of outside the window, and when. Each choice counts at once. */
export function Notifications({ onClose }: { readonly onClose: () => void }) {
  const { client } = useWorkplace();
  const { notices, onClose: closing } = useDisplay();
  const { choose } = useDisplayChoices();
  const [state, setState] = useState<IpcOutput<'notices.state'> | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    void client.call('notices.state', null).then((answer) => {
      if (answer.ok) setState(answer.value);
    });
    // Asked again after each change.
    // eslint-disable-next-line react/exhaustive-effect-dependencies
  }, [client, round]);
  const set = (part: Partial<NoticeChoices>): void => void choose({ notices: { ...notices, ...part } });
  const pause = async (minutes: number): Promise<void> => {
    await client.call('notices.pause', { minutes });
    setRound((before) => before + 1);
  };
  const allowed = state?.allowed ?? 'name';
  const most = quieter(notices.say, allowed);
  const none = most === 'nothing';
  const pausedUntil = state?.pausedUntil ?? null;
  return (
    <Dialog title={t.title} onClose={onClose}>
      <div className="preferences">
        <p className="preferences-lead">{t.lead}</p>
        <div className="preferences-more">
          <Button onClick={() => void pause(pausedUntil === null ? 60 : 0)}>{pausedUntil === null ? t.pause : t.resume}</Button>
          <output>{pausedUntil !== null && t.paused(timeOfDay(pausedUntil))}</output>
        </div>
        <SelectField
          label={t.say}
          hint={t.allowed[allowed] || undefined}
          value={most}
          choices={noticeWords.filter((say) => quieter(say, allowed) === say).map((say) => ({ value: say, words: t.says[say] }))}
          onChange={(event) => set({ say: event.target.value as NoticeChoices['say'] })}
        />
        <fieldset className="preferences-group" disabled={none}>
          <legend>{t.about}</legend>
          {noticeKinds.map((kind) => (
            <CheckField key={kind} label={t[kind]} checked={notices[kind]} onChange={(event) => set({ [kind]: event.target.checked })} />
          ))}
        </fieldset>
        <fieldset className="preferences-group" disabled={none} aria-label={t.title}>
          <CheckField label={t.locked} checked={notices.locked} onChange={(event) => set({ locked: event.target.checked })} />
          <CheckField label={t.sound} checked={notices.sound} onChange={(event) => set({ sound: event.target.checked })} />
          <QuietHours quiet={notices.quiet} onChange={(quiet) => set({ quiet })} />
        </fieldset>
        <SelectField
          label={t.onClose}
          hint={state?.tray === false ? t.noTray : t.onCloseMore}
          value={closing}
          choices={(['quit', 'tray'] as const).map((value) => ({ value, words: t.onCloses[value] }))}
          onChange={(event) => void choose({ onClose: event.target.value as typeof closing })}
        />
      </div>
    </Dialog>
  );
}
