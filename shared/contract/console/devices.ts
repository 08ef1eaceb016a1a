import { z } from 'zod';
import { DeviceCard } from '../../domain/device.ts';
import { DeviceId, Timestamp } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';

const OneDevice = z.object({ device: DeviceId });
const WithReason = OneDevice.extend({ reason: z.string().trim().min(1).max(300) });

export const deviceConsoleCalls = {
  'device.list': consoleCall({ permission: 'device.read', input: z.null(), output: z.array(DeviceCard) }),
  'device.show': consoleCall({ permission: 'device.read', input: OneDevice, output: DeviceCard }),
  /** The safety number has been compared with the one on the laptop's screen. */
  'device.approve': consoleCall({ permission: 'device.approve', input: OneDevice, output: DeviceCard }),
  'device.deny': consoleCall({ permission: 'device.approve', input: OneDevice, output: DeviceCard }),
  'device.suspend': consoleCall({ permission: 'device.suspend', input: WithReason, output: DeviceCard }),
  'device.reinstate': consoleCall({ permission: 'device.suspend', input: OneDevice, output: DeviceCard }),
  /** Ends the device's authenticator. The code goes to the agent by word of mouth; it is shown this once. */
  'device.reset-totp': consoleCall({
    permission: 'device.suspend',
    input: WithReason,
    output: z.object({ device: DeviceCard, code: z.string(), expiresAt: Timestamp }),
  }),
  'device.revoke': consoleCall({ permission: 'device.revoke', input: WithReason, output: DeviceCard }),
  'device.wipe': consoleCall({ permission: 'device.revoke', input: WithReason, output: DeviceCard }),
};
