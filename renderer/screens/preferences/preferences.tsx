import { languages, languageTags } from '../../../shared/language/languages.ts';
import type { Display } from '../../../shared/domain/display.ts';
import { useDisplay, useDisplayChoices } from '../../data/display.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { words as spellingWords } from '../inbox/spelling/words.ts';
import './preferences.css';
import { words } from './words.ts';

const choicesOf = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, words]) => ({ value, words }));

/** How it looks on this laptop. Each choice counts at once. */
export function Preferences({ onKeys, onWords, onNotifications, onClose }: { readonly onKeys: () => void; /** Null where the roles have nothing to write. */ readonly onWords: (() => void) | null; readonly onNotifications: () => void; readonly onClose: () => void }) {
  const display = useDisplay();
  const { choose } = useDisplayChoices();
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className="preferences">
        <p className="preferences-lead">{words.lead}</p>
        <SelectField
          label={words.language}
          hint={words.languageMore}
          value={display.language}
          choices={[{ value: 'system', words: words.languageSystem }, ...languageTags.map((tag) => ({ value: tag, words: languages[tag].name }))]}
          onChange={(event) => void choose({ language: event.target.value as Display['language'] })}
        />
        <SelectField label={words.theme} value={display.theme} choices={choicesOf(words.themes)} onChange={(event) => void choose({ theme: event.target.value as Display['theme'] })} />
        <SelectField label={words.contrast} value={display.contrast} choices={choicesOf(words.contrasts)} onChange={(event) => void choose({ contrast: event.target.value as Display['contrast'] })} />
        <SelectField label={words.rows} value={display.rows} choices={choicesOf(words.rowSizes)} onChange={(event) => void choose({ rows: event.target.value as Display['rows'] })} />
        <SelectField
          label={spellingWords.language}
          hint={words.spellingMore}
          value={display.spelling}
          choices={[{ value: 'system', words: words.spellingSystem }, ...choicesOf(spellingWords.languages)]}
          onChange={(event) => void choose({ spelling: event.target.value as Display['spelling'] })}
        />
        <div className="preferences-more">
          {onWords !== null && <Button onClick={onWords}>{spellingWords.myWords}</Button>}
          <Button onClick={onNotifications}>{words.notices.title}</Button>
          <Button onClick={onKeys}>{words.keys}</Button>
        </div>
      </div>
    </Dialog>
  );
}
