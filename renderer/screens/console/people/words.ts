import type { z } from 'zod';
import type { AgentStatus } from '../../../../shared/domain/people.ts';
import { count, figures } from '../../../words/counts.ts';

export const words = {
  title: 'People',
  table: 'Agents',
  columns: { name: 'Name', email: 'Address', roles: 'Roles', status: 'Status', laptops: 'Laptops' },
  none: 'Nobody yet',
  noneMore: 'Agents are added with the sealdesk command on the hub’s machine.',
  statuses: { active: 'Active', suspended: 'Not active' } satisfies Record<z.infer<typeof AgentStatus>, string>,
  sheet: {
    agent: 'Agent',
    laptops: 'Laptops',
    noLaptops: 'None enrolled',
    offboard: 'Offboard',
  },
  offboard: {
    title: (name: string) => `Offboard ${name}?`,
    consequence: (laptops: number) =>
      laptops === 0
        ? 'No laptop is enrolled. Open conversations are handed on. It cannot be undone.'
        : `${count(laptops, 'laptop is', 'laptops are')} revoked at once: what is cached there can no longer be opened. Open conversations are handed on. It cannot be undone.`,
    handTo: 'Hand open conversations to',
    handToPlaceholder: 'Name or address',
    handToHint: 'Left empty, they go back to Unassigned.',
    nobody: 'Nobody by that name.',
    confirm: (name: string) => `Offboard ${name}`,
    done: (devices: number, conversations: number) =>
      `Offboarded: ${count(devices, 'laptop revoked', 'laptops revoked')}, ${count(conversations, 'conversation', 'conversations')} handed on.`,
  },
  laptops: (n: number) => figures(n),
};
