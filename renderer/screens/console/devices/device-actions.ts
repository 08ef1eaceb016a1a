import type { Permission } from '../../../../shared/domain/permission.ts';
import type { ConsoleOutcome } from '../../../data/console/ask.ts';
import type { Console, Device } from '../../../data/console/console.tsx';
import { words, type AskedAction } from './words.ts';

/** What the device's life allows next. The hub decides; what it would always refuse is not offered. */
export function actionsFor({ state, wipedAt, unlock }: Device): readonly AskedAction[] {
  switch (state) {
    case 'pending':
      return ['deny'];
    case 'approved':
    case 'active':
      return unlock === null || unlock.shareDestroyed ? ['suspend', 'revoke', 'wipe'] : ['reset', 'suspend', 'revoke', 'wipe'];
    case 'suspended':
      return ['reinstate', 'revoke', 'wipe'];
    case 'revoked':
      return wipedAt === null ? ['wipe'] : [];
    case 'denied':
    case 'wiped':
      return [];
  }
}

/** As the contract asks for each. */
export function needOf(action: AskedAction): Permission {
  switch (action) {
    case 'deny':
      return 'device.approve';
    case 'suspend':
    case 'reinstate':
    case 'reset':
      return 'device.suspend';
    case 'revoke':
    case 'wipe':
      return 'device.revoke';
  }
}

export function needsReason(action: AskedAction): boolean {
  return action !== 'deny' && action !== 'reinstate';
}

/** Every action that answers with the device as it has left it. */
export function perform(ask: Console['ask'], action: Exclude<AskedAction, 'reset'>, { id: device }: Device, reason: string): Promise<ConsoleOutcome<Device>> {
  switch (action) {
    case 'deny':
      return ask('device.deny', { device });
    case 'suspend':
      return ask('device.suspend', { device, reason });
    case 'reinstate':
      return ask('device.reinstate', { device });
    case 'revoke':
      return ask('device.revoke', { device, reason });
    case 'wipe':
      return ask('device.wipe', { device, reason });
  }
}

export function doneWords(action: Exclude<AskedAction, 'reset'>): string {
  switch (action) {
    case 'deny':
      return words.done.denied;
    case 'suspend':
      return words.done.suspended;
    case 'reinstate':
      return words.done.reinstated;
    case 'revoke':
      return words.done.revoked;
    case 'wipe':
      return words.done.wipe;
  }
}
