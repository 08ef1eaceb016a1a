import { createContext, useContext } from 'react';
import type { SecurityTask } from '../security/tasks.ts';

export const consoleSections = ['devices', 'invites', 'inventory', 'policy', 'people', 'teams', 'channels', 'routing', 'canned', 'numbers', 'audit'] as const;
export type ConsoleSection = (typeof consoleSections)[number];

/** Where in the unlocked workstation one can be. */
export type Place = 'inbox' | 'security' | ConsoleSection;

/** What every place of the unlocked workstation can do with what surrounds it. */
export interface Frame {
  readonly place: Place;
  readonly goTo: (place: Place) => void;
  /** What is being changed on the security screen; null: nothing, or one is elsewhere. */
  readonly task: SecurityTask | null;
  /** Goes to the security screen, and there to one change. */
  readonly secure: (task: SecurityTask | null) => void;
  /** The agent's roles open both the inbox and the console. */
  readonly both: boolean;
  /** Sections of the console that the agent's roles open. */
  readonly sections: readonly ConsoleSection[];
  readonly folded: boolean;
  readonly fold: (folded: boolean) => void;
  readonly help: () => void;
  readonly preferences: () => void;
  readonly lock: () => void;
}

const FrameContext = createContext<Frame | null>(null);
export const FrameProvider = FrameContext.Provider;

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === null) throw new Error('useFrame needs an unlocked workstation around it.');
  return frame;
}
