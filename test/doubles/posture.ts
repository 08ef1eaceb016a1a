import { Posture } from '../../shared/domain/posture.ts';

const ok = { state: 'ok', detail: 'As it should be.' } as const;

/** A laptop on which every check is made and finds nothing wrong. */
export const soundPosture: Posture = Posture.parse({
  appVersion: '0.1.0',
  platform: 'linux',
  osVersion: 'Debian GNU/Linux 12 (bookworm)',
  osId: 'debian',
  osRelease: '12',
  hostName: 'laptop-7',
  manufacturer: 'Nordlicht',
  model: 'Notebook 14',
  serial: 'NL-0007',
  hardwareUuid: '4c4c4544-0042-3510-8054-b7c04f4e3732',
  keychainBackend: 'Secret Service',
  checks: { 'disk-encryption': ok, 'screen-lock': ok, 'debugger': ok, 'administrator': ok, 'hardware-id': ok },
});
