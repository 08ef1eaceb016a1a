import { useEffect, useRef, useState, type FormEvent } from 'react';
import { longestSnooze } from '../../../../shared/domain/conversation.ts';
import { useNow } from '../../../data/now.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { fieldTime, timeOfField } from '../../../ui/field-time.ts';
import { snoozeTimes } from './snooze-times.ts';
import { words } from './words.ts';

/** Any moment of the next two years, as the system's own field has it. */
export function SnoozeDialog({ onSnooze, onClose }: { readonly onSnooze: (until: number) => void; readonly onClose: () => void }) {
  const [typed, setTyped] = useState(() => fieldTime(snoozeTimes(Date.now()).find(([choice]) => choice === 'tomorrow')?.[1] ?? Date.now()));
  const now = useNow();
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const at = timeOfField(typed);
    const present = Date.now();
    if (at === null) setProblem(words.snooze.noTime);
    else if (at <= present) setProblem(words.snooze.past);
    else if (at - present > longestSnooze) setProblem(words.snooze.tooFar);
    else onSnooze(at);
  };
  return (
    <Dialog title={words.snooze.pickTitle} onClose={onClose}>
      <form className="queue-form" onSubmit={submit} noValidate>
        <TextField
          ref={field}
          label={words.snooze.when}
          type="datetime-local"
          required
          min={fieldTime(now)}
          max={fieldTime(now + longestSnooze)}
          value={typed}
          problem={problem}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
        />
        <div className="queue-form-buttons">
          <Button onClick={onClose}>{words.saved.cancel}</Button>
          <Button type="submit" look="primary">
            {words.snooze.set}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
