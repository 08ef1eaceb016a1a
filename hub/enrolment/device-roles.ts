import type { Role } from '../../shared/domain/permission.ts';

/**
 * What a device may be used for: the agent's present roles, within those of its invite.
 * @param ofInvite null: whatever roles the agent has.
 */
export function rolesOnDevice(ofAgent: readonly Role[], ofInvite: readonly Role[] | null): Role[] {
  return ofAgent.filter((role) => ofInvite === null || ofInvite.includes(role));
}
