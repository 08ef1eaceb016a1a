import type { DeviceCard, DeviceState } from '../../../shared/domain/device.ts';
import { matches } from './filter.ts';

/** Which devices the list is narrowed to. `current`: all but those at their end. `attention`: something the policy does not allow, or an agent who cannot unlock. */
export const deviceShows = ['current', 'waiting', 'attention', 'suspended', 'ended', 'all'] as const;
export type DeviceShow = (typeof deviceShows)[number];

/** At its end: the laptop can only be enrolled anew. */
export function hasEnded(state: DeviceState): boolean {
  switch (state) {
    case 'denied':
    case 'revoked':
    case 'wiped':
      return true;
    case 'pending':
    case 'approved':
    case 'active':
    case 'suspended':
      return false;
  }
}

/** A signed policy goes to these. */
export const takesPolicy = ({ state }: DeviceCard): boolean => state !== 'pending' && !hasEnded(state);

export function isShown(device: DeviceCard, show: DeviceShow): boolean {
  switch (show) {
    case 'current':
      return !hasEnded(device.state);
    case 'waiting':
      return device.state === 'pending';
    case 'attention':
      return !hasEnded(device.state) && (device.verdict !== 'allow' || device.unlock?.shareDestroyed === true);
    case 'suspended':
      return device.state === 'suspended';
    case 'ended':
      return hasEnded(device.state);
    case 'all':
      return true;
  }
}

export const waitingCount = (devices: readonly DeviceCard[] | null): number => devices?.filter(({ state }) => state === 'pending').length ?? 0;

/** Who waits comes first, longest first; the rest by name, so that a row keeps its place whatever its device does. */
function inOrder(one: DeviceCard, other: DeviceCard): number {
  const waiting = Number(other.state === 'pending') - Number(one.state === 'pending');
  if (waiting !== 0) return waiting;
  if (one.state === 'pending') return one.createdAt - other.createdAt;
  return one.name.localeCompare(other.name, undefined, { numeric: true }) || one.id.localeCompare(other.id);
}

export function devicesShown(devices: readonly DeviceCard[], show: DeviceShow, query: string): readonly DeviceCard[] {
  return devices
    .filter((device) => isShown(device, show) && matches(query, textsOf(device)))
    .sort(inOrder);
}

function textsOf({ name, agent, posture, inventory }: DeviceCard): readonly (string | null)[] {
  return [name, agent.name, agent.email, posture.hostName, posture.manufacturer, posture.model, posture.serial, posture.hardwareUuid, posture.osVersion, inventory.kind === 'listed' ? inventory.tag : null];
}
