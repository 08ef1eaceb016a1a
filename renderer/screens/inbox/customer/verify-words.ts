import { type IdentityReason, type ToldKind, wrongTries } from '../../../../shared/contract/console/verifying.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.verify;

export const verifyWords = {
  ...t,
  ask: t.ask satisfies Record<ToldKind, string>,
  kinds: t.kinds satisfies Record<ToldKind, string>,
  value: t.value satisfies Record<ToldKind, string>,
  reasons: t.reasons satisfies Record<IdentityReason['kind'], string>,
  /** How many are left is said while they are few: so that nobody runs into the end. */
  notConfirmed: (left: number) => (left === 0 ? t.notConfirmedLast : left < wrongTries.ofConversation - 1 ? say(t.notConfirmedFew, { left }) : t.notConfirmed),
};
