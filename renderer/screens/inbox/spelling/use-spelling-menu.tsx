import { DropdownMenu } from 'radix-ui';
import { memo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject } from 'react';
import type { SpellingChoice } from '../../../../shared/domain/spelling.ts';
import type { Client } from '../../../client.ts';
import type { Place, Spelling } from '../../../data/spelling.ts';
import '../../../ui/menu.css';
import { useSteady } from '../../../ui/use-steady.ts';
import { words } from './words.ts';

interface Asked extends Place {
  readonly word: string;
  readonly suggestions: readonly string[];
  /** Of the word, within the window. */
  readonly left: number;
  readonly bottom: number;
}

export interface SpellingMenu {
  /** Whether the key was for it: F7 goes to the next word that is not known. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** The key for menus, or the other mouse button. */
  readonly onContextMenu: (event: MouseEvent<HTMLTextAreaElement>) => void;
  readonly next: () => void;
  readonly menu: ReactNode;
}

export interface SpellingMenuPorts {
  readonly client: Client;
  readonly language: SpellingChoice;
  readonly text: string;
  readonly spelling: Spelling;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly marks: RefObject<HTMLDivElement | null>;
}

/** What a word that the language does not know may have been meant to be, and a way to teach it. */
export function useSpellingMenu({ client, language, text, spelling, area, marks }: SpellingMenuPorts): SpellingMenu {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { places, again } = spelling;

  const markOf = ({ start }: Place): Element | null => marks.current?.querySelector(`[data-start="${start}"]`) ?? null;
  const ask = async (place: Place): Promise<void> => {
    const word = text.slice(place.start, place.end);
    if (language === 'off') return;
    const answer = await client.call('spelling.suggest', { language, word });
    const field = area.current;
    // Written on meanwhile.
    if (!answer.ok || field === null || field.value.slice(place.start, place.end) !== word) return;
    const box = (markOf(place) ?? field).getBoundingClientRect();
    setAsked({ ...place, word, suggestions: answer.value, left: box.left, bottom: box.bottom });
  };
  const goTo = (place: Place): void => {
    area.current?.focus();
    area.current?.setSelectionRange(place.start, place.end);
    void ask(place);
  };
  const next = (): void => {
    const from = area.current?.selectionEnd ?? 0;
    const found = places.find(({ start }) => start >= from) ?? places[0];
    if (found !== undefined) goTo(found);
  };
  const put = ({ start, end }: Asked, word: string): void => {
    const field = area.current;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(start, end);
    // The one way that the field can undo.
    document.execCommand('insertText', false, word);
  };
  const teach = async (word: string): Promise<void> => {
    await client.call('spelling.teach', { word });
    again();
  };

  const does = useSteady({ close: () => setAsked(null), put, teach: (word: string) => void teach(word) });

  return {
    next,
    onKeyDown(event) {
      if (event.key !== 'F7' || places.length === 0) return false;
      next();
      return true;
    },
    onContextMenu(event) {
      const at = event.currentTarget.selectionStart;
      const pointed = places.find((place) => [...(markOf(place)?.getClientRects() ?? [])].some((box) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom));
      const found = event.button === 2 ? pointed : (places.find(({ start, end }) => at >= start && at <= end) ?? pointed);
      if (found === undefined) return;
      event.preventDefault();
      goTo(found);
    },
    menu: <SpellingChoices asked={asked} language={language} area={area} {...does} />,
  };
}

interface SpellingChoicesProps {
  readonly asked: Asked | null;
  readonly language: SpellingChoice;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly close: () => void;
  readonly put: (asked: Asked, word: string) => void;
  readonly teach: (word: string) => void;
}

/** Always there: it knows by then whether one has come to it with a key, and so where its focus belongs. Not drawn anew with every key that is written. */
const SpellingChoices = memo(function SpellingChoices({ asked, language, area, close, put, teach }: SpellingChoicesProps) {
  const leaving = useRef<'chosen' | null>(null);
  return (
    <DropdownMenu.Root modal={false} open={asked !== null} onOpenChange={(open) => !open && close()}>
      <DropdownMenu.Trigger asChild>
        <span className="spelling-anchor" ref={(anchor) => place(anchor, asked)} aria-hidden="true" />
      </DropdownMenu.Trigger>
      {asked !== null && (
        <DropdownMenu.Content
          className="menu"
          align="start"
          side="top"
          sideOffset={24}
          collisionPadding={8}
          aria-label={words.of(asked.word)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            area.current?.focus();
            if (leaving.current === null) area.current?.setSelectionRange(asked.end, asked.end);
            leaving.current = null;
          }}
        >
          {asked.suggestions.length === 0 && (
            <DropdownMenu.Item className="menu-item" disabled>
              {words.none}
            </DropdownMenu.Item>
          )}
          {asked.suggestions.map((suggestion) => (
            <DropdownMenu.Item
              key={suggestion}
              className="menu-item"
              lang={language}
              onSelect={() => {
                leaving.current = 'chosen';
                put(asked, suggestion);
              }}
            >
              <span className="menu-words">{suggestion}</span>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className="menu-item" onSelect={() => teach(asked.word)}>
            <span className="menu-words">{words.teach}</span>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      )}
    </DropdownMenu.Root>
  );
});

/** The policy of the page lets no style stand in the document; set by script it may. */
function place(anchor: HTMLElement | null, asked: Asked | null): void {
  if (anchor === null || asked === null) return;
  anchor.style.left = `${asked.left}px`;
  anchor.style.top = `${asked.bottom}px`;
}
