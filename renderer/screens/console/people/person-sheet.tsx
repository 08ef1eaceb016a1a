import { useEffect, useRef, useState } from 'react';
import type { Agent } from '../../../../shared/domain/people.ts';
import { useConsole, useFollowed, type Device } from '../../../data/console/console.tsx';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts, Sheet, SheetPart, type SheetHandle } from '../../../ui/sheet.tsx';
import { StateMark } from '../devices/marks.tsx';
import { NewInvite } from '../invites/new-invite.tsx';
import { words as consoleWords } from '../words.ts';
import { EditPerson } from './edit-person.tsx';
import { OffboardQuestion } from './offboard-question.tsx';
import { teamsOf } from './person-form.ts';
import { StatusQuestion } from './status-question.tsx';
import { words } from './words.ts';

interface PersonSheetProps {
  readonly person: Agent;
  readonly laptops: readonly Device[];
  /** Said on top of it when it opens. */
  readonly greeting: string | null;
  readonly onClose: () => void;
}

/** One person: roles, teams and laptops, what can be changed about them, and the way out of the company. */
export function PersonSheet({ person, laptops, greeting, onClose }: PersonSheetProps) {
  const console = useConsole();
  const { may, agentId } = useWorkplace();
  const teams = useFollowed(console.teams).value ?? [];
  const [skills, setSkills] = useSkills(person);
  const [doing, setDoing] = useState<'edit' | 'status' | 'offboard' | 'invite' | null>(null);
  const [said, setSaid] = useState<string | null>(greeting);
  const sheet = useRef<SheetHandle>(null);
  const own = person.id === agentId;
  const close = (): void => setDoing(null);
  const done = (words: string): void => {
    setDoing(null);
    setSaid(words);
    requestAnimationFrame(() => sheet.current?.focusTitle());
  };

  if (doing === 'invite') return <NewInvite person={person} onClose={close} />;
  if (doing === 'edit') {
    return (
      <EditPerson
        person={person}
        skills={skills ?? []}
        own={own}
        onDone={(_after, next) => {
          setSkills(next);
          done(words.form.saved);
        }}
        onClose={close}
      />
    );
  }
  const question = { person, laptops, onDone: done, onClose: close };
  const inTeams = teamsOf(person, teams);
  return (
    <Sheet
      ref={sheet}
      title={person.name}
      subtitle={person.email}
      onClose={onClose}
      foot={
        <>
          {!own && person.status === 'active' && (
            <Button look="danger" onClick={() => setDoing('offboard')}>
              {words.sheet.offboard}
            </Button>
          )}
          {!own && <Button onClick={() => setDoing('status')}>{person.status === 'active' ? words.sheet.suspend : words.sheet.resume}</Button>}
          {/* What was not read is not put back. */}
          <Button look="primary" disabled={skills === null} onClick={() => setDoing('edit')}>
            {words.sheet.edit}
          </Button>
        </>
      }
    >
      <div role="alert" className="sheet-said">
        {said !== null && <Banner meaning="success" title={said} />}
      </div>
      <SheetPart title={words.sheet.person}>
        {own && <p className="console-hint">{words.sheet.own}</p>}
        <Facts
          facts={[
            { label: words.columns.roles, value: consoleWords.rolesOf(person.roles) },
            { label: words.columns.teams, value: inTeams.length === 0 ? words.sheet.noTeams : inTeams.join(', ') },
            { label: words.sheet.skills, value: skills === null ? '' : skills.length === 0 ? words.sheet.noSkills : skills.join(', ') },
            { label: words.columns.status, value: words.statuses[person.status] },
          ]}
        />
      </SheetPart>
      <SheetPart title={words.sheet.laptops}>
        <div className="person-laptops">
          {laptops.length === 0 ? (
            <p className="console-hint">{words.sheet.noLaptops}</p>
          ) : (
            <Facts facts={laptops.map((device) => ({ label: device.name, value: <StateMark device={device} /> }))} />
          )}
          {person.status === 'active' && may('device.invite') && <Button onClick={() => setDoing('invite')}>{words.sheet.addLaptop}</Button>}
        </div>
      </SheetPart>
      {doing === 'offboard' && <OffboardQuestion {...question} />}
      {doing === 'status' && <StatusQuestion {...question} />}
    </Sheet>
  );
}

/** Null until the hub has told them. */
function useSkills({ email }: Agent): readonly [readonly string[] | null, (skills: readonly string[]) => void] {
  const { ask } = useConsole();
  const [skills, setSkills] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let looks = true;
    void ask('skill.show', { agent: email }).then((outcome) => {
      if (looks && outcome.kind === 'done') setSkills(outcome.value);
    });
    return () => {
      looks = false;
    };
  }, [ask, email]);
  return [skills, setSkills];
}
