import type { PrivateKey } from '@signalapp/libsignal-client';
import { z } from 'zod';
import { maxRotations } from '../../shared/contract/wire/frames.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { signStatement, verifyStatement } from '../../shared/trust/statement.ts';
import { PublicKeyText, SignedStatement, type StatementPayload } from '../../shared/trust/statement-schema.ts';
import { keepState, makeRoot, type OpenRoot, refuseUnfit } from './root-folder.ts';
import { validity } from './statement-signer.ts';

/** What the hub hands to whoever keeps the root: signed by the hub key that is to be certified. */
export const HubRequestFile = z.strictObject({ v: z.literal(1), hubKey: PublicKeyText, request: SignedStatement });
export type HubRequestFile = z.infer<typeof HubRequestFile>;
export type HubRequest = StatementPayload<'hub-request'>;

/** What comes back: the certificate, and how its root came to be the organisation's, oldest first. */
export const HubCertificateFile = z.strictObject({ v: z.literal(1), certificate: SignedStatement, rotations: z.array(SignedStatement).max(maxRotations) });
export type HubCertificateFile = z.infer<typeof HubCertificateFile>;

export class HubRequestError extends SealdeskError<'request-refused'> {}

/** The clock of the machine that signs may be ahead of others' by this much, in milliseconds. */
const backdated = 24 * 3_600_000;

/** @throws HubRequestError unless the hub key that it names has signed it, not long ago. */
export function readHubRequest({ hubKey, request }: HubRequestFile, now: number): HubRequest {
  try {
    const { payload } = verifyStatement('hub-request', request, publicKeyFrom(hubKey), now);
    if (payload.hubKey === hubKey && payload.minimumSerial <= payload.serial) return payload;
  } catch (cause) {
    throw requestRefused({ cause });
  }
  throw requestRefused();
}

function requestRefused(options?: ErrorOptions): HubRequestError {
  return new HubRequestError('request-refused', 'This is not a request that a hub signed in the last thirty days. Nothing was signed; look at this machine\'s clock, and write a new one with "sealdesk hub request".', options);
}

/** @param now milliseconds since 1970. */
export function signHubCertificate(root: PrivateKey, payload: StatementPayload<'hub-certificate'>, serial: number, now: number): SignedStatement {
  return signStatement('hub-certificate', payload, { serial, notBefore: now - backdated, notAfter: now + validity.hubCertificate }, root);
}

/** What is to be certified, and what was before. */
export type HubToCertify = Omit<HubRequest, 'serial' | 'minimumSerial'> & Partial<Pick<HubRequest, 'serial' | 'minimumSerial'>>;

/**
 * Signs a hub's next certificate. The serial is above any that the root's folder or the hub knows
 * of, so that a folder made anew from the recovery sheet goes on where the lost one was.
 *
 * @param replaces ends every earlier certificate.
 * @throws RootFolderError
 */
export function certifyHub(root: OpenRoot, hub: HubToCertify, replaces: boolean, now: number): HubCertificateFile {
  refuseUnfit(root.state, hub.organisation);
  const serial = Math.max(root.state.lastSerial, hub.serial ?? 0) + 1;
  const minimumSerial = replaces ? serial : Math.max(root.state.minimumSerial, hub.minimumSerial ?? 1);
  const { organisation, hubKey, signalIdentity } = hub;
  const certificate = signHubCertificate(root.key, { organisation, hubKey, signalIdentity, minimumSerial }, serial, now);
  const { state } = keepState(root, { lastSerial: serial, minimumSerial, certificateUntil: now + validity.hubCertificate });
  return { v: 1, certificate, rotations: state.rotations };
}

/**
 * Makes the root that comes after `old`, has the old one sign its place over, and certifies the hub
 * under the new one. Every certificate of before is ended.
 *
 * @throws RootFolderError, RootKeyError
 */
export async function rotateRoot(old: OpenRoot, next: { readonly folder: string; readonly passphrase: string }, hub: HubRequest, now: number): Promise<HubCertificateFile> {
  const { organisation } = hub;
  refuseUnfit(old.state, organisation);
  const fresh = await makeRoot(next.folder, { organisation, passphrase: next.passphrase, before: old.state });
  const newRoot = fresh.state.publicKey;
  const rotation = signStatement('root-rotation', { organisation, newRoot }, { serial: 1, notBefore: now - backdated, notAfter: now + validity.rotation }, old.key);
  const root = keepState(fresh, { rotations: [...old.state.rotations, rotation].slice(-maxRotations) });
  const file = certifyHub(root, hub, true, now);
  keepState(old, { replacedBy: newRoot });
  return file;
}
