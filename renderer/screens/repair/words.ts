import type { Repaired, Salvage } from '../../../shared/domain/vault-repair.ts';

const counted = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

export const words = {
  neededTitle: 'The vault is damaged',
  neededLead:
    'Part of what is cached on this laptop cannot be read any more. It can be repaired: what can be read is kept, and the rest comes from the hub again. Passphrase and code first; then you are told what can be saved, before anything is done.',
  look: 'See what can be saved',
  looking: 'Reading the vault',
  title: 'Repair the vault?',
  lead: 'Conversations and messages come from the hub again. Only here are drafts, work that the hub has not confirmed, and what came back from it:',
  list: 'What is only on this laptop',
  what: 'Only here',
  saved: 'Can be saved',
  lost: 'Cannot be read',
  drafts: 'Drafts',
  queued: 'Replies and changes waiting to be sent',
  returned: 'Work that came back',
  unsure: 'The lists themselves are damaged too, so there may have been more than is counted here.',
  nothing: 'Nothing in the vault can be read at the moment, not even how much is in it. Restart the laptop and try once more before you repair: a disk that answers again gives everything back. Drafts and replies that were waiting to be sent are lost otherwise.',
  aside: 'The damaged vault is kept aside on this laptop, encrypted as it is. Of damaged vaults only the newest is kept.',
  unread: 'Some conversations may show as unread again.',
  understood: 'I understand that what cannot be read will not be in the repaired vault.',
  repair: 'Repair the vault',
  later: 'Not now',
  /** Above the work, once the vault is open. */
  done: (repaired: Repaired): string => `${savedWords(repaired.salvage)} ${lostWords(repaired.salvage)} Messages come from the hub again. The damaged vault is kept as ${repaired.kept} in the Sealdesk folder.`,
  doneTitle: 'The vault was repaired.',
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
  const { drafts, queued, returned } = salvage;
  const named = [
    drafts[of] > 0 ? counted(drafts[of], 'draft', 'drafts') : null,
    queued[of] > 0 ? `${counted(queued[of], 'reply or change', 'replies and changes')} waiting to be sent` : null,
    returned[of] > 0 ? `${counted(returned[of], 'piece', 'pieces')} of work that came back` : null,
  ].filter((name) => name !== null);
  return named.length === 0 ? null : new Intl.ListFormat('en').format(named);
}

function savedWords(salvage: Salvage): string {
  if (!salvage.readable) return 'Nothing in it could be read.';
  const saved = listed(salvage, 'saved');
  return saved === null ? 'No drafts or waiting replies were found in it.' : `Saved: ${saved}.`;
}

function lostWords(salvage: Salvage): string {
  if (!salvage.readable) return 'Drafts and replies that were waiting in it are not here.';
  const lost = listed(salvage, 'lost');
  if (lost === null) return salvage.unsure ? 'There may have been more that could not be read.' : 'Nothing was lost.';
  return `Could not be read: ${lost}${salvage.unsure ? ', and perhaps more' : ''}.`;
}
