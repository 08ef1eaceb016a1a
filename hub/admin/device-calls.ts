import type { DeviceCard } from '../../shared/domain/device.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { RecordedCard } from '../enrolment/device-cards.ts';
import type { Tx } from '../ports.ts';
import type { AdminContext } from './admin-call.ts';
import { consoleAdminCalls } from './console-call.ts';

export const deviceCalls = consoleAdminCalls({
  'device.list': async (context) => (await context.rooms.deviceCards.list(context.rooms.store)).map((card) => withOnline(context, card)),
  'device.show': (context, { device }) => show(context, device),
  'device.approve': (context, { device }) => decide(context, device, (tx) => context.rooms.devices.approve(tx, context.actor, device)),
  'device.deny': (context, { device }) => decide(context, device, (tx) => context.rooms.devices.deny(tx, context.actor, device)),
  'device.suspend': (context, { device, reason }) => decide(context, device, (tx) => context.rooms.devices.suspend(tx, context.actor, device, reason)),
  'device.reinstate': (context, { device }) => decide(context, device, (tx) => context.rooms.devices.reinstate(tx, context.actor, device)),
  'device.reset-totp': async (context, { device, reason }) => {
    const made = await context.rooms.store.transaction().execute((tx) => context.rooms.totpResets.make(tx, context.actor, device, reason));
    await context.running?.recheck(device);
    return { device: await show(context, device), ...made };
  },
  'device.revoke': (context, { device, reason }) => decide(context, device, (tx) => context.rooms.devices.end(tx, context.actor, device, 'revocation', reason)),
  'device.wipe': (context, { device, reason }) => decide(context, device, (tx) => context.rooms.devices.end(tx, context.actor, device, 'wipe-order', reason)),
});

/** Commits the decision, then tells the device if it is connected. */
async function decide(context: AdminContext, device: DeviceId, decision: (tx: Tx) => Promise<void>): Promise<DeviceCard> {
  await context.rooms.store.transaction().execute(decision);
  await context.running?.recheck(device);
  return show(context, device);
}

async function show(context: AdminContext, device: DeviceId): Promise<DeviceCard> {
  return withOnline(context, await context.rooms.store.transaction().execute((tx) => context.rooms.deviceCards.show(tx, device)));
}

function withOnline({ running }: AdminContext, card: RecordedCard): DeviceCard {
  return { ...card, online: running?.isOnline(card.id) ?? false };
}
