import { useCallback, useEffect, useState } from 'react';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { SpellingChoice } from '../../shared/domain/spelling.ts';
import type { Client } from '../client.ts';
import { language as spoken } from '../languages/spoken.ts';
import { useDisplay } from './display.tsx';

/** As in `shared/domain/spelling.ts`, whose file brings the schema library. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** How long the hands rest before a draft is read, in milliseconds. */
const rest = 300;

/** Places of a text that has been changed, in the text as it is now: those before and behind the change stay, those in it go. */
export function carried(places: readonly Place[], before: string, after: string): readonly Place[] {
  if (before === after) return places;
  const least = Math.min(before.length, after.length);
  let same = 0;
  while (same < least && before[same] === after[same]) same += 1;
  let sameBehind = 0;
  while (sameBehind < least - same && before[before.length - 1 - sameBehind] === after[after.length - 1 - sameBehind]) sameBehind += 1;
  const by = after.length - before.length;
  // What touches the change is another word now.
  return places.flatMap(({ start, end }) => {
    if (end < same) return [{ start, end }];
    return start > before.length - sameBehind ? [{ start: start + by, end: end + by }] : [];
  });
}

/** In which language a conversation's drafts are read: as chosen for it, else as the person writes by and large. */
export function useSpellingLanguage(client: Client, id: ConversationId): readonly [SpellingChoice, (language: SpellingChoice) => void] {
  const { spelling } = useDisplay();
  const [chosen, setChosen] = useState<{ readonly id: ConversationId; readonly language: SpellingChoice | null } | null>(null);
  useEffect(() => {
    let over = false;
    void client.call('spelling.chosen', { id }).then((answer) => {
      if (!over && answer.ok) setChosen({ id, language: answer.value.language });
    });
    return () => {
      over = true;
    };
  }, [client, id]);
  const choose = (language: SpellingChoice): void => {
    setChosen({ id, language });
    void client.call('spelling.choose', { id, language });
  };
  const usual = spelling === 'system' ? spoken : spelling;
  return [(chosen?.id === id ? chosen.language : null) ?? usual, choose];
}

export interface Spelling {
  /** What the language does not know, in the text as it is. */
  readonly places: readonly Place[];
  /** Reads it again: a word was taught. */
  readonly again: () => void;
}

/** What of a draft is not spelled as the language spells it. */
export function useSpelling(client: Client, language: SpellingChoice, text: string): Spelling {
  const [read, setRead] = useState<{ readonly of: string; readonly language: SpellingChoice; readonly places: readonly Place[] }>({ of: '', language: 'off', places: nothing });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (language === 'off' || text.trim() === '') return undefined;
    let over = false;
    const timer = setTimeout(() => {
      void client.call('spelling.check', { language, text }).then((answer) => {
        if (!over && answer.ok) setRead({ of: text, language, places: answer.value });
      });
    }, rest);
    return () => {
      over = true;
      clearTimeout(timer);
    };
    // Read again where nothing but the own words has changed.
    // eslint-disable-next-line react/exhaustive-effect-dependencies
  }, [client, language, text, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { places: read.language === language && language !== 'off' ? carried(read.places, read.of, text) : nothing, again };
}

const nothing: readonly Place[] = [];
