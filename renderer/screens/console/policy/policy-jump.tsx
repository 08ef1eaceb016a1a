import { ChevronDown } from 'lucide-react';
import type { RefObject } from 'react';
import { ActionMenu } from '../../../ui/action-menu.tsx';
import { fieldGroups, words } from './words.ts';

/** The parts of the form that are always there, in its order. */
const parts = [...fieldGroups.map(({ title }) => title), words.kinds.title, words.patterns.title, words.panel.title, words.orders.title, words.osTitle, words.checksTitle];

/** Eight screens of fields: leads to one part, and puts the focus into its first field. */
export function PolicyJump({ form }: { readonly form: RefObject<HTMLFormElement | null> }) {
  const go = (title: string): void => {
    const part = [...(form.current?.querySelectorAll<HTMLElement>('.policy-group') ?? [])].find((one) => one.getAttribute('aria-label') === title);
    part?.scrollIntoView({ block: 'start' });
    part?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true });
  };
  return (
    <div className="policy-jump">
      <ActionMenu look="words" leads label={words.goTo} actions={parts.map((title) => ({ value: title, words: title }))} onAct={go}>
        {words.goTo}
        <ChevronDown className="icon-small" aria-hidden="true" />
      </ActionMenu>
    </div>
  );
}
