import { useRef, useState } from 'react';
import type { Agent } from '../../../../shared/domain/people.ts';
import { can } from '../../../../shared/domain/permission.ts';
import { useConsole, useFollowed, type Device } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useNow } from '../../../data/now.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Picker, type PickerChoice } from '../../../ui/picker.tsx';
import { Facts, Sheet, SheetPart, type SheetHandle } from '../../../ui/sheet.tsx';
import { StateMark } from '../devices/marks.tsx';
import { Question } from '../question.tsx';
import { words as consoleWords } from '../words.ts';
import { words } from './words.ts';

/** One person: roles, laptops, and the way out of the company. */
export function PersonSheet({ person, laptops, onClose }: { readonly person: Agent; readonly laptops: readonly Device[]; readonly onClose: () => void }) {
  const console = useConsole();
  const now = useNow();
  const people = useFollowed(console.people);
  const [asking, setAsking] = useState(false);
  const [handTo, setHandTo] = useState<PickerChoice | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const sheet = useRef<SheetHandle>(null);

  return (
    <Sheet
      ref={sheet}
      title={person.name}
      subtitle={person.email}
      onClose={onClose}
      foot={
        person.status === 'active' ? (
          <Button look="danger" onClick={() => setAsking(true)}>
            {words.sheet.offboard}
          </Button>
        ) : undefined
      }
    >
      <div role="alert" className="sheet-said">
        {said !== null && <Banner meaning="success" title={said} />}
      </div>
      <SheetPart title={words.sheet.person}>
        <Facts
          facts={[
            { label: words.columns.roles, value: consoleWords.rolesOf(person.roles) },
            { label: words.columns.status, value: words.statuses[person.status] },
          ]}
        />
      </SheetPart>
      <SheetPart title={words.sheet.laptops}>
        {laptops.length === 0 ? (
          <p className="console-hint">{words.sheet.noLaptops}</p>
        ) : (
          <Facts facts={laptops.map((device) => ({ label: device.name, value: <StateMark device={device} /> }))} />
        )}
      </SheetPart>
      {asking && (
        <Question
          title={words.offboard.title(person.name)}
          consequence={words.offboard.consequence(laptops, now)}
          confirm={words.offboard.confirm(person.name)}
          needsReason
          onConfirm={async (reason) => {
            const outcome = await console.ask('agent.offboard', { agent: person.email, reason, handTo: handTo?.value ?? null });
            console.people.refresh();
            console.devices.refresh();
            if (outcome.kind === 'done') {
              setAsking(false);
              setSaid(words.offboard.done(outcome.value.devices, outcome.value.conversations));
              requestAnimationFrame(() => sheet.current?.focusTitle());
            }
            return outcome;
          }}
          onClose={() => setAsking(false)}
        >
          <Picker
            label={words.offboard.handTo}
            placeholder={words.offboard.handToPlaceholder}
            hint={words.offboard.handToHint}
            nothing={words.offboard.nobody}
            choicesFor={(typed) =>
              (people.value ?? [])
                .filter(({ id, name, email, status, roles }) => id !== person.id && status === 'active' && can(roles, 'conversation.read.assigned') && matches(typed, [name, email]))
                .map(({ name, email }) => ({ value: email, words: name, hint: email }))
            }
            chosen={handTo}
            onChoose={setHandTo}
          />
        </Question>
      )}
    </Sheet>
  );
}
