import { Keyboard } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useDisplay, useDisplayChoices } from '../../data/display.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckField } from '../../ui/field.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { commandIds, commandParts, factsOf, type CommandId, type CommandPart } from '../palette/commands.ts';
import { keysOf } from '../palette/keys.ts';
import { presses, words } from '../palette/words.ts';
import './help-sheet.css';
import { useNewKeys } from './new-keys.ts';
import { words as placeWords } from './words.ts';

export interface HelpSheetProps {
  /** Whether a part of the keyboard is of use to the agent's roles. */
  readonly has: (part: CommandPart, id: CommandId) => boolean;
  readonly onClose: () => void;
}

/** Every key there is, as far as the agent's roles have a use for it, and how to have others. */
export function HelpSheet({ has, onClose }: HelpSheetProps) {
  const display = useDisplay();
  const { choose } = useDisplayChoices();
  const [changing, setChanging] = useState<CommandId | null>(null);
  const groups = commandParts.map((part) => ({ part, ids: commandIds.filter((id) => (factsOf(id).parts as readonly CommandPart[]).includes(part) && has(part, id)) }));
  return (
    <Dialog title={placeWords.places.help} onClose={onClose}>
      <div className="help">
        {groups.map(
          ({ part, ids }) =>
            ids.length > 0 && (
              <section key={part}>
                <h3 className="help-group">{words.parts[part]}</h3>
                <ul>
                  {ids.map((id) => (
                    <li key={id} className="help-row">
                      {changing === id ? <NewKeys id={id} onDone={() => setChanging(null)} /> : <KeysOf id={id} onChange={() => setChanging(id)} />}
                    </li>
                  ))}
                </ul>
              </section>
            ),
        )}
      </div>
      <footer className="help-foot">
        <CheckField label={words.singleKeys} checked={display.singleKeys} onChange={(event) => void choose({ singleKeys: event.target.checked })} />
        <p className="help-more">{words.singleKeysMore}</p>
        {Object.keys(display.keys).length > 0 && <Button onClick={() => void choose({ keys: {} })}>{words.reset}</Button>}
      </footer>
    </Dialog>
  );
}

function KeysOf({ id, onChange }: { readonly id: CommandId; readonly onChange: () => void }) {
  const keys = keysOf(id, useDisplay());
  return (
    <>
      <span>{words.commands[id]}</span>
      <span className="help-keys">
        {keys === '' ? <span className="help-none">{words.noKeys}</span> : presses(keys).flat().map((cap, place) => <Kbd key={place}>{cap}</Kbd>)}
        {!factsOf(id).fixed && (
          <IconButton label={words.change(words.commands[id])} onClick={onChange}>
            <Keyboard className="icon-small" />
          </IconButton>
        )}
      </span>
    </>
  );
}

function NewKeys({ id, onDone }: { readonly id: CommandId; readonly onDone: () => void }) {
  const { problem, begun, press } = useNewKeys(id, onDone);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    press(event.nativeEvent);
  };
  return (
    <span className="help-new">
      <input ref={field} className="field-box" aria-label={words.change(words.commands[id])} aria-describedby={`new-keys-${id}`} readOnly value={begun ?? ''} onKeyDown={onKeyDown} onBlur={onDone} />
      <output id={`new-keys-${id}`} className="help-more">
        {problem ?? words.press}
      </output>
    </span>
  );
}
