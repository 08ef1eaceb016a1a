import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { useDisplay } from '../../data/display.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { entryGroups, type Entry } from './entries.ts';
import { useFoundCustomers } from './found-customers.ts';
import { keysOf } from './keys.ts';
import { answerTo, extrasOffered, offered } from './offers.ts';
import './palette.css';
import { presses, words } from './words.ts';

/** What was used since the window's page began, last used last. Kept nowhere. */
const used: string[] = [];
const lastUsed = (id: string): number => used.lastIndexOf(id) + 1;

export interface PaletteProps {
  /** Null where the agent's roles read no conversations. */
  readonly onConversation: ((id: ConversationId) => void) | null;
  readonly onClose: () => void;
}

/** Everything that can be done from here, and every customer, by typing a little of the name (a combobox with a list, WAI-ARIA APG). */
export function Palette({ onConversation, onClose }: PaletteProps) {
  const display = useDisplay();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  // As it was when the palette was opened: the list does not change under the person's hands.
  const [{ commands, extras }] = useState(() => ({ commands: offered(), extras: extrasOffered() }));
  const customers = useFoundCustomers(query, onConversation !== null);
  const groupsOf = (found: typeof customers.found) => entryGroups({ commands, extras, found }, query, lastUsed);
  const groups = groupsOf(customers.found);
  const entries = groups.flatMap((group) => group.entries);
  const at = Math.min(active, Math.max(0, entries.length - 1));
  const list = useId();
  const optionId = (id: string): string => `${list}-${id}`;
  const current = entries[at];
  const field = useRef<HTMLInputElement>(null);
  // Once the dialog is open: before, it would give the focus to its first button.
  useEffect(() => field.current?.focus(), []);

  const run = (entry: Entry): void => {
    used.push(entry.id);
    // Closed first: the focus is back where it was, and what is asked for may move it.
    flushSync(onClose);
    if (entry.kind === 'command') answerTo(entry.command)?.();
    else if (entry.kind === 'extra') entry.run();
    else onConversation?.(entry.conversation);
  };
  /** What stands first is what a part of the name has found, or nothing yet: who types fast means what the whole of it finds. */
  const early = customers.searching && active === 0 && (current === undefined || current.kind === 'conversation');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (move !== 0 && entries.length > 0) {
      event.preventDefault();
      const next = (at + move + entries.length) % entries.length;
      setActive(next);
      customers.whenFound(null);
      document.getElementById(optionId(entries[next]?.id ?? ''))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && early) {
      event.preventDefault();
      customers.whenFound((found) => {
        const [first] = groupsOf(found).flatMap((group) => group.entries);
        if (first !== undefined) run(first);
      });
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      run(current);
    }
  };

  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className="palette">
        <input
          ref={field}
          className="field-box palette-field"
          role="combobox"
          aria-label={words.field}
          aria-expanded={entries.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : optionId(current.id)}
          placeholder={words.placeholder}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <output className="palette-none">{entries.length === 0 && (customers.searching ? words.searching : <Nothing query={query} />)}</output>
        {/* A native list of options has no groups with names of their own, and shows no keys. */}
        {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
        <div className="palette-list" id={list} role="listbox" aria-label={words.list} tabIndex={-1}>
          {groups.map((group) => (
            // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
            <div key={group.id} role="group" aria-labelledby={optionId(`group-${group.id}`)}>
              <div className="palette-group" id={optionId(`group-${group.id}`)} role="presentation">
                {group.name}
              </div>
              {group.entries.map((entry) => (
                <Option key={entry.id} id={optionId(entry.id)} entry={entry} keys={entry.kind === 'command' ? keysOf(entry.command, display) : ''} selected={entry === current} onRun={() => run(entry)} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

interface OptionProps {
  readonly id: string;
  readonly entry: Entry;
  readonly keys: string;
  readonly selected: boolean;
  readonly onRun: () => void;
}

function Option({ id, entry, keys, selected, onRun }: OptionProps) {
  return (
    // The field holds the focus and takes the keys for all options (ARIA 1.2, aria-activedescendant).
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      className="palette-option"
      id={id}
      // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={selected}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <span className="palette-name">
        <bdi>{entry.name}</bdi>
        {entry.kind === 'conversation' && <bdi className="palette-hint">{entry.hint}</bdi>}
      </span>
      <span className="palette-keys">
        {presses(keys).flat().map((cap, place) => (
          <Kbd key={place}>{cap}</Kbd>
        ))}
      </span>
    </div>
  );
}

function Nothing({ query }: { readonly query: string }) {
  return (
    <>
      <strong>{words.nothing(query.trim())}</strong> {words.nothingMore}
    </>
  );
}
