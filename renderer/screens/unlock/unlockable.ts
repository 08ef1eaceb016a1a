import type { SessionState } from '../../../shared/domain/session-state.ts';

const kinds = ['starting', 'locked', 'lease-ended', 'repair-needed', 'unlocking'] as const;

/** The states of the one form into which passphrase and code are typed; starting is one of them only where a vault is there. */
export type Unlockable = Extract<SessionState, { kind: (typeof kinds)[number] }>;

export const isUnlockable = (state: SessionState): state is Unlockable => kinds.some((kind) => kind === state.kind);
