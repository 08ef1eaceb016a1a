import { z } from 'zod';

/** Every permission there is. A role is a set of these; no code asks for a role's name. */
export const permissions = [
  'conversation.read.assigned',
  'conversation.read.team',
  'conversation.read.all',
  'conversation.reply',
  /** Write to somebody first, and write a call down. */
  'conversation.start',
  'conversation.note',
  'conversation.assign',
  /** Look over a colleague's shoulder, and whisper to them. */
  'conversation.look-in',
  'conversation.status',
  /** Put conversations into one, or take them apart, also where somebody then sees what they did not see before. Without that, whoever may set a status may. */
  'conversation.merge',
  /** Send messages by e-mail to somebody outside of the conversation, where the policy lets them go. */
  'conversation.forward',
  /** Write a conversation into a file, which anybody can read who gets at it. */
  'conversation.export',
  /** Write the replies that colleagues answer with. */
  'canned.manage',
  'customer.read.masked',
  /** Keep a note about a customer, for colleagues. */
  'customer.note',
  /** Confirm a customer by an order they know, and take back how far they are known. */
  'customer.verify',
  /** Say that somebody has shown who they are. */
  'customer.identify',
  /** Say that two customers are one person, and take that back. */
  'customer.merge',
  /** Change a customer's order in its shop: each kind of change by itself, within what the policy says of it. */
  'order.cancel',
  'order.refund',
  'order.address',
  'order.confirmation',
  'order.note',
  /** Say yes to what a colleague may not do to an order alone. */
  'order.approve',
  'reveal.request',
  'reveal.approve',
  'mistake.report',
  'mistake.decide',
  /** Ask for a file that is held, and let somebody else have one. */
  'file.request',
  'file.release',
  'agent.manage',
  'team.manage',
  'device.read',
  'device.invite',
  'device.approve',
  'device.suspend',
  'device.revoke',
  'inventory.manage',
  'policy.edit',
  'channel.manage',
  /** Rules by which conversations find who answers them, and whose messages are set aside. */
  'routing.manage',
  'sender.block',
  /** How much there is to do and how long it takes; of the agents, oneself alone. */
  'numbers.own',
  /** The same of each agent, and as a file. */
  'numbers.view',
  'audit.read',
  'backup.make',
  'privacy.export',
  'privacy.erase',
] as const;

export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

export const Role = z.enum(['agent', 'lead', 'finance', 'it', 'privacy']);
export type Role = z.infer<typeof Role>;

const agentPermissions = [
  'conversation.read.assigned',
  'conversation.read.team',
  'conversation.reply',
  'conversation.start',
  'conversation.note',
  'conversation.assign',
  'conversation.status',
  'conversation.forward',
  'customer.read.masked',
  'customer.note',
  'customer.verify',
  'order.cancel',
  'order.refund',
  'order.address',
  'order.confirmation',
  'order.note',
  'reveal.request',
  'mistake.report',
  'file.request',
  'sender.block',
  'numbers.own',
] as const satisfies readonly Permission[];

/**
 * The first roles (least privilege: IT runs devices and never reads conversations; privacy exports
 * and erases without answering customers; finance reads its teams' conversations, sees what was paid and how, and answers colleagues only).
 */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  agent: agentPermissions,
  lead: [...agentPermissions, 'conversation.read.all', 'conversation.look-in', 'conversation.export', 'conversation.merge', 'customer.merge', 'customer.identify', 'order.approve', 'canned.manage', 'reveal.approve', 'mistake.decide', 'file.release', 'team.manage', 'routing.manage', 'numbers.view'],
  finance: ['conversation.read.assigned', 'conversation.read.team', 'conversation.note', 'customer.read.masked'],
  it: [
    'agent.manage',
    'team.manage',
    'device.read',
    'device.invite',
    'device.approve',
    'device.suspend',
    'device.revoke',
    'inventory.manage',
    'policy.edit',
    'channel.manage',
    'routing.manage',
    'audit.read',
    'backup.make',
  ],
  privacy: ['privacy.export', 'privacy.erase', 'audit.read', 'customer.read.masked'],
};

/** True when any of the roles grants the permission. An empty list of roles grants nothing. */
export function can(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => rolePermissions[role].includes(permission));
}
