import type { z } from 'zod';
import { auditConsoleCalls } from './audit.ts';
import { cannedConsoleCalls } from './canned.ts';
import { channelConsoleCalls } from './channels.ts';
import { customerConsoleCalls } from './customers.ts';
import { deviceConsoleCalls } from './devices.ts';
import { forwardingConsoleCalls } from './forwarding.ts';
import { inventoryConsoleCalls } from './inventory.ts';
import { inviteConsoleCalls } from './invites.ts';
import { mistakeConsoleCalls } from './mistakes.ts';
import { numbersConsoleCalls } from './numbers.ts';
import { joiningConsoleCalls } from './joining.ts';
import { oneCustomerConsoleCalls } from './one-customer.ts';
import { orderConsoleCalls } from './order-actions.ts';
import { peopleConsoleCalls } from './people.ts';
import { policyConsoleCalls } from './policy.ts';
import { releaseConsoleCalls } from './releases.ts';
import { revealConsoleCalls } from './reveals.ts';
import { routingConsoleCalls } from './routing.ts';
import { templateConsoleCalls } from './templates.ts';
import { signatureConsoleCalls } from './signature.ts';
import { verifyingConsoleCalls } from './verifying.ts';

/**
 * Everything the console can ask of the hub. The hub's admin calls, main's router and the
 * renderer's client are derived from this table; a call that is not here is not served to a device.
 */
export const consoleCalls = { ...deviceConsoleCalls, ...inviteConsoleCalls, ...inventoryConsoleCalls, ...policyConsoleCalls, ...peopleConsoleCalls, ...auditConsoleCalls, ...revealConsoleCalls, ...mistakeConsoleCalls, ...releaseConsoleCalls, ...channelConsoleCalls, ...routingConsoleCalls, ...customerConsoleCalls, ...verifyingConsoleCalls, ...templateConsoleCalls, ...oneCustomerConsoleCalls, ...joiningConsoleCalls, ...forwardingConsoleCalls, ...cannedConsoleCalls, ...signatureConsoleCalls, ...numbersConsoleCalls, ...orderConsoleCalls } as const;

export type ConsoleCalls = typeof consoleCalls;
export type ConsoleCallName = keyof ConsoleCalls;
export type ConsoleInput<N extends ConsoleCallName> = z.input<ConsoleCalls[N]['input']>;
export type ConsoleOutput<N extends ConsoleCallName> = z.output<ConsoleCalls[N]['output']>;

export function isConsoleCall(name: string): name is ConsoleCallName {
  return Object.hasOwn(consoleCalls, name);
}
