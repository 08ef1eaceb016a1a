import { useEffect, useState } from 'react';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { words } from '../inbox/spelling/words.ts';
import './preferences.css';

/** The words that the person has taught the spelling, each with a way to be rid of it. */
export function OwnWords({ onClose }: { readonly onClose: () => void }) {
  const { client } = useWorkplace();
  const [own, setOwn] = useState<readonly string[]>([]);
  useEffect(() => {
    void client.call('spelling.words', null).then((answer) => {
      if (answer.ok) setOwn(answer.value);
    });
  }, [client]);
  const forget = async (word: string): Promise<void> => {
    const answer = await client.call('spelling.forget', { word });
    if (answer.ok) setOwn((before) => before.filter((other) => other !== word));
  };
  return (
    <Dialog title={words.myWords} onClose={onClose}>
      <p className="preferences-lead">{own.length === 0 ? words.noWords : words.myWordsLead}</p>
      <ul className="own-words">
        {own.map((word) => (
          <li key={word} className="own-word">
            <span>{word}</span>
            <Button look="quiet" aria-label={`${words.forget}: ${word}`} onClick={() => void forget(word)}>
              {words.forget}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
