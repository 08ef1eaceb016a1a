import type { Device } from './device.ts';

/** The hub has taken another authenticator since IT ended the one before. */
export async function authenticatorReplaced(device: Device): Promise<void> {
  if (device.present.record.totpReset?.ended !== true) return;
  await device.updateRecord((record) => ({ ...record, totpReset: record.totpReset && { ...record.totpReset, ended: false } }));
}
