import { useId, useState, type KeyboardEvent, type ReactNode, type RefObject, type TextareaHTMLAttributes } from 'react';
import { flushSync } from 'react-dom';
import { fillCannedText } from '../../../../shared/domain/canned-text.ts';
import type { WrittenKind } from '../../../../shared/domain/conversation.ts';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { optionId, Suggestions } from '../../../ui/suggestions.tsx';
import { CannedPreview } from './canned-preview.tsx';
import { cannedFound, cannedIn, inserted, valuesIn } from './canned.ts';
import { colleaguesNamed } from './mentions.ts';
import { typedTrigger, type Typed } from './typed-trigger.ts';
import { words } from './words.ts';

interface Offer {
  readonly key: string;
  readonly words: string;
  readonly hint?: string;
  /** What is put in place of what was typed. */
  readonly put: () => string;
  readonly taken?: () => void;
  readonly preview?: ReactNode;
}

export interface ComposerSuggestions {
  /** Whether the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  readonly field: Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'aria-controls' | 'aria-activedescendant' | 'aria-autocomplete' | 'onSelect' | 'onBlur'>;
  /** Begins a canned reply as "/" does. */
  readonly begin: () => void;
  readonly list: ReactNode;
}

/** Lists that open while something is being written: canned replies behind "/" in a reply, colleagues behind "@" in a note. */
export function useSuggestions(opened: OpenConversation, mode: WrittenKind, text: string, area: RefObject<HTMLTextAreaElement | null>): ComposerSuggestions {
  const desk = useDesk();
  const id = useId();
  const { replies, language } = useStore(desk.writing.state);
  const colleagues = useStore(desk.colleagues);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  /** Where a list was put away with Esc. */
  const [dismissed, setDismissed] = useState<number | null>(null);
  const sign = mode === 'reply' ? '/' : '@';
  const typed = caret === null ? null : typedTrigger(text, caret, sign);
  const offers = typed === null || typed.start === dismissed ? [] : sign === '/' ? cannedOffers(typed) : colleagueOffers(typed);
  const at = Math.min(active, offers.length - 1);

  function cannedOffers({ query }: Typed): Offer[] {
    const { customer, conversation } = opened;
    const values = valuesIn(customer.name === '' ? conversation.customerName : customer.name, conversation.subject, desk.agentName, desk.organisation);
    return cannedFound(replies, query).map((reply) => ({
      key: reply.id,
      words: reply.name,
      hint: `/${reply.shortcut}`,
      put: () => fillCannedText(cannedIn(reply, language).text, values),
      taken: () => desk.writing.setAfterwards(opened.id, reply.afterwards),
      preview: <CannedPreview reply={reply} language={language} values={values} onLanguage={desk.writing.choose} />,
    }));
  }
  function colleagueOffers({ query }: Typed): Offer[] {
    return colleaguesNamed(colleagues, query, desk.agentId).map(({ id: key, name }) => ({ key, words: name, put: () => `@${name} ` }));
  }

  const write = (next: string, select: readonly [number, number]): void => {
    flushSync(() => {
      desk.drafts.type(opened.id, mode, next);
      setCaret(select[1]);
      setActive(0);
    });
    area.current?.focus();
    area.current?.setSelectionRange(...select);
  };
  const take = (index: number): void => {
    const offer = offers[index];
    if (offer === undefined || typed === null || caret === null) return;
    const next = inserted(text, typed.start, caret, offer.put());
    write(next.text, next.select);
    // A name of one word is still one that more could follow.
    setDismissed(typed.start);
    offer.taken?.();
  };
  const step = (by: number): void => setActive((at + by + offers.length) % offers.length);
  const putAway = (): void => {
    setDismissed(typed?.start ?? null);
    area.current?.focus();
  };

  return {
    onKeyDown(event) {
      if (offers.length === 0 || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === 'ArrowDown') step(1);
      else if (event.key === 'ArrowUp') step(-1);
      else if (event.key === 'Enter' && !event.shiftKey) take(at);
      else if (event.key === 'Escape') putAway();
      else return false;
      return true;
    },
    field: {
      'aria-autocomplete': 'list',
      ...(offers.length === 0 ? {} : { 'aria-controls': id, 'aria-activedescendant': optionId(id, at) }),
      onSelect: ({ currentTarget }) => {
        const now = currentTarget.selectionStart === currentTarget.selectionEnd ? currentTarget.selectionStart : null;
        const begun = now === null ? null : typedTrigger(currentTarget.value, now, sign);
        // Where the caret is matters behind such a sign alone: elsewhere nothing is drawn anew for its going on.
        setCaret(begun === null ? null : now);
        if (begun?.start !== dismissed) setDismissed(null);
      },
      onBlur: ({ relatedTarget }) => {
        // Into the list's own buttons it stays; anywhere else it goes.
        if (!(relatedTarget instanceof HTMLElement && relatedTarget.closest('.suggestions') !== null)) setCaret(null);
      },
    },
    begin() {
      const where = area.current?.selectionStart ?? text.length;
      const before = text.slice(0, where);
      const put = before === '' || before.endsWith('\n') ? '/' : '\n/';
      setDismissed(null);
      write(before + put + text.slice(where), [where + put.length, where + put.length]);
    },
    list: (
      <>
        {offers.length > 0 && (
          // Its buttons leave it with Esc, as the field does.
          // eslint-disable-next-line jsx-a11y/no-static-element-interactions
          <div
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              event.stopPropagation();
              putAway();
            }}
          >
            <Suggestions
              id={id}
              label={sign === '/' ? words.canned : words.colleagues}
              items={offers}
              active={at}
              onPoint={setActive}
              onPick={take}
            >
              {offers[at]?.preview}
            </Suggestions>
          </div>
        )}
        <output className="sr-only">{offers.length > 0 ? words.found(offers.length) : typed !== null && sign === '/' && replies.length === 0 ? words.noCanned : ''}</output>
      </>
    ),
  };
}
