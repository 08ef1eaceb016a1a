import { createContext, useContext } from 'react';
import type { AgentId } from '../../shared/domain/ids.ts';
import { can, type Permission, type Role } from '../../shared/domain/permission.ts';
import type { Client } from '../client.ts';
import { followApprovals, type Approvals } from './approvals.ts';
import { followSecurity, type Security } from './security.ts';
import { followSync, type Sync } from './sync.ts';

/** Who works here, and how this workstation stands to the hub. Made at unlock; gone with the renderer at lock. */
export interface Workplace {
  readonly client: Client;
  readonly agentId: AgentId;
  readonly agentName: string;
  readonly organisation: string;
  readonly may: (permission: Permission) => boolean;
  readonly sync: Sync;
  readonly security: Security;
  readonly approvals: Approvals;
}

export interface WorkplaceOwner {
  readonly agentId: AgentId;
  readonly agentName: string;
  readonly organisation: string;
  readonly roles: readonly Role[];
}

export function createWorkplace(client: Client, { agentId, agentName, organisation, roles }: WorkplaceOwner): Workplace {
  const may = (permission: Permission) => can(roles, permission);
  return { client, agentId, agentName, organisation, may, sync: followSync(client), security: followSecurity(client), approvals: followApprovals(client, may) };
}

const WorkplaceContext = createContext<Workplace | null>(null);
export const WorkplaceProvider = WorkplaceContext.Provider;

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (workplace === null) throw new Error('useWorkplace needs an unlocked workstation around it.');
  return workplace;
}
