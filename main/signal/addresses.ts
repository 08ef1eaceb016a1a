import { ProtocolAddress } from '@signalapp/libsignal-client';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { hubName, signalDevice } from './hub-address.ts';

export const hubAddress: ProtocolAddress = ProtocolAddress.new(hubName, signalDevice);

export function deviceAddress(deviceId: DeviceId): ProtocolAddress {
  return ProtocolAddress.new(deviceId, signalDevice);
}
