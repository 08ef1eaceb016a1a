import type { Repaired, Salvage } from '../../../shared/domain/vault-repair.ts';
import { locale, messages, say } from '../../languages/spoken.ts';

const t = messages.repair;

export const words = {
  ...t,
  /** Above the work, once the vault is open. */
  done: ({ salvage, kept }: Repaired): string => say(t.done, { saved: savedWords(salvage), lost: lostWords(salvage), file: kept }),
};

export const parts = (salvage: Salvage) => [
  { name: words.drafts, ...salvage.drafts },
  { name: words.queued, ...salvage.queued },
  { name: words.returned, ...salvage.returned },
];

/** Whether something that was only here is gone, or may be. */
export function losesSomething(salvage: Salvage): boolean {
  return !salvage.readable || salvage.unsure || parts(salvage).some(({ lost }) => lost > 0);
}

/** Without what there was none of; null for nothing at all. */
function listed(salvage: Salvage, of: 'saved' | 'lost'): string | null {
  const named = (['drafts', 'queued', 'returned'] as const).map((part) => ({ part, n: salvage[part][of] })).filter(({ n }) => n > 0);
  return named.length === 0 ? null : new Intl.ListFormat(locale).format(named.map(({ part, n }) => say(t.counted[part], { n })));
}

function savedWords(salvage: Salvage): string {
  if (!salvage.readable) return t.nothingSaved;
  const list = listed(salvage, 'saved');
  return list === null ? t.noneFound : say(t.savedList, { list });
}

function lostWords(salvage: Salvage): string {
  if (!salvage.readable) return t.allLost;
  const list = listed(salvage, 'lost');
  if (list === null) return salvage.unsure ? t.perhapsLost : t.nothingLost;
  return say(salvage.unsure ? t.lostListUnsure : t.lostList, { list });
}
