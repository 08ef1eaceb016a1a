import { z } from 'zod';

/** What a device says about itself when it enrols. Later checks add to it; what cannot be read is `unknown`, never `ok`. */
export const Posture = z.object({
  appVersion: z.string().max(40),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  osVersion: z.string().max(120),
  hostName: z.string().max(255),
  model: z.string().max(120).nullable(),
  keychainBackend: z.string().max(60),
});
export type Posture = z.infer<typeof Posture>;

export const DeviceState = z.enum(['pending', 'approved', 'active', 'denied', 'revoked', 'wiped']);
export type DeviceState = z.infer<typeof DeviceState>;
