import { useState } from 'react';
import type { Agent } from '../../../../shared/domain/people.ts';
import { can } from '../../../../shared/domain/permission.ts';
import { useConsole, useFollowed, type Device } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useNow } from '../../../data/now.ts';
import { Picker, type PickerChoice } from '../../../ui/picker.tsx';
import { Question } from '../question.tsx';
import { words } from './words.ts';

export interface AccessQuestionProps {
  readonly person: Agent;
  readonly laptops: readonly Device[];
  /** What became of it. */
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}

/** The way out of the company, and who takes over. */
export function OffboardQuestion({ person, laptops, onDone, onClose }: AccessQuestionProps) {
  const console = useConsole();
  const now = useNow();
  const people = useFollowed(console.people);
  const [handTo, setHandTo] = useState<PickerChoice | null>(null);
  return (
    <Question
      title={words.offboard.title(person.name)}
      consequence={words.offboard.consequence(laptops, now)}
      confirm={words.offboard.confirm(person.name)}
      needsReason
      onConfirm={async (reason) => {
        const outcome = await console.ask('agent.offboard', { agent: person.email, reason, handTo: handTo?.value ?? null });
        console.people.refresh();
        console.devices.refresh();
        if (outcome.kind === 'done') onDone(words.offboard.done(outcome.value.devices, outcome.value.conversations));
        return outcome;
      }}
      onClose={onClose}
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
  );
}
