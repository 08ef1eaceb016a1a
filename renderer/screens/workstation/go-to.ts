import type { CommandId } from '../palette/commands.ts';
import { words as consoleWords } from '../console/words.ts';
import type { ConsoleSection, Place } from './frame.tsx';
import { words } from './words.ts';

/** Commands that lead to a place. */
export const goToCommands = {
  goInbox: 'inbox',
  goDevices: 'devices',
  goInvites: 'invites',
  goInventory: 'inventory',
  goPolicy: 'policy',
  goPeople: 'people',
  goTeams: 'teams',
  goChannels: 'channels',
  goRouting: 'routing',
  goCanned: 'canned',
  goNumbers: 'numbers',
  goAudit: 'audit',
  goSecurity: 'security',
} as const satisfies { readonly [Id in CommandId]?: Place };

export type GoToCommand = keyof typeof goToCommands;
export const goToIds = Object.keys(goToCommands) as GoToCommand[];

export const leadsTo = (id: CommandId): Place | undefined => (goToCommands as { readonly [Id in CommandId]?: Place })[id];

/** The command that leads to a section of the console. */
export const commandTo = (section: ConsoleSection): GoToCommand => goToIds.find((id) => goToCommands[id] === section) ?? 'goDevices';

export function placeName(place: Place): string {
  return place === 'inbox' || place === 'security' ? words.places[place] : consoleWords.sections[place];
}
