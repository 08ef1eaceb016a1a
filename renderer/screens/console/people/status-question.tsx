import { useConsole } from '../../../data/console/console.tsx';
import { withRow } from '../../../data/console/follow.ts';
import { useNow } from '../../../data/now.ts';
import { Question } from '../question.tsx';
import type { AccessQuestionProps } from './offboard-question.tsx';
import { words } from './words.ts';

/** Suspends somebody for a while, or takes that back. */
export function StatusQuestion({ person, laptops, onDone, onClose }: AccessQuestionProps) {
  const { ask, people, devices } = useConsole();
  const now = useNow();
  const suspends = person.status === 'active';
  const said = suspends ? words.suspend : words.resume;
  return (
    <Question
      title={said.title(person.name)}
      consequence={said.consequence(laptops, now)}
      confirm={said.confirm(person.name)}
      look={suspends ? 'danger' : 'primary'}
      onConfirm={async () => {
        const outcome = await ask('agent.set-status', { agent: person.email, status: suspends ? 'suspended' : 'active' });
        if (outcome.kind === 'done') {
          people.put(withRow(outcome.value));
          devices.refresh();
          onDone(said.done);
        }
        return outcome;
      }}
      onClose={onClose}
    />
  );
}
