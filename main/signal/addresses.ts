import { ProtocolAddress } from '@signalapp/libsignal-client';
import type { DeviceId } from '../../shared/domain/ids.ts';

/** Each side has one Signal device: the hub is `hub`.1, a device its id and 1. The hub's half says the same. */
export const hubAddress: ProtocolAddress = ProtocolAddress.new('hub', 1);

export function deviceAddress(deviceId: DeviceId): ProtocolAddress {
  return ProtocolAddress.new(deviceId, 1);
}
