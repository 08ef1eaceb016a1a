import { maxRotations } from '../../shared/contract/wire/frames.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { type CertifiedHub, verifyHub } from '../../shared/trust/hub-certificate.ts';
import { keyId, publicKeyText } from '../../shared/trust/keys.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Audit, Tx } from '../ports.ts';
import { certificateInForce } from './certificate-end.ts';
import type { HubCertificateFile, HubRequestFile } from './hub-certification.ts';
import type { Certification, Organisation } from './organisation.ts';
import { type StatementSigner, validity } from './statement-signer.ts';

export type AdoptionProblem = 'certificate-not-ours' | 'certificate-of-another-hub' | 'certificate-not-newer';
export class AdoptionError extends SealdeskError<AdoptionProblem> {}

/** Asks the organisation root for the next certificate, signed by the hub key it is about. */
export async function requestCertificate(tx: Tx, organisation: Organisation, signer: StatementSigner): Promise<HubRequestFile> {
  const { serial, payload } = certificateInForce(organisation);
  const { hubKey, signalIdentity } = ownKeys(organisation);
  const content = { organisation: organisation.name, hubKey, signalIdentity, serial, minimumSerial: payload.minimumSerial };
  return { v: 1, hubKey, request: await signer.sign(tx, 'hub-request', content, validity.hubRequest) };
}

/**
 * Takes a certificate that the organisation root signed for this hub, and the rotations that lead
 * to that root where it is a new one. Stored with `tx`; in force once the caller has committed and
 * told `organisation`.
 *
 * @param now milliseconds since 1970.
 * @throws AdoptionError, and then nothing was changed.
 */
export async function adoptCertificate(tx: Tx, organisation: Organisation, file: HubCertificateFile, audit: Audit, actor: string, now: number): Promise<Certification> {
  const { certificate, root, followed } = certified(organisation, file, now);
  const { serial, payload, notAfter } = certificate;
  const own = ownKeys(organisation);
  if (payload.hubKey !== own.hubKey || payload.signalIdentity !== own.signalIdentity) {
    throw new AdoptionError('certificate-of-another-hub', 'This certificate is for another hub. Nothing was changed.');
  }
  if (serial <= certificateInForce(organisation).serial || serial < payload.minimumSerial) {
    throw new AdoptionError('certificate-not-newer', 'This certificate is not newer than the one in force. Nothing was changed; write a new request with "sealdesk hub request" and have it signed.');
  }
  const rotations: readonly SignedStatement[] = [...organisation.rotations, ...followed].slice(-maxRotations);
  await tx
    .updateTable('organisation')
    .set({ root_key: publicKeyText(root), hub_certificate: JSON.stringify(file.certificate), rotations: JSON.stringify(rotations) })
    .execute();
  const action = followed.length > 0 ? 'organisation.root-rotated' : 'hub.certificate-adopted';
  await audit.append(tx, { actor, action, subject: 'organisation', detail: { root: keyId(root), serial, until: notAfter } });
  return { root, certificate: file.certificate, rotations };
}

function certified({ name, root }: Organisation, file: HubCertificateFile, now: number): CertifiedHub {
  try {
    return verifyHub(file, { organisation: name, root }, now);
  } catch (cause) {
    throw new AdoptionError('certificate-not-ours', "This certificate is not signed by the organisation's root, nor by one that the root signed its place over to; or it is not valid now. Nothing was changed.", { cause });
  }
}

function ownKeys({ hubKey, signalIdentity }: Organisation): { readonly hubKey: string; readonly signalIdentity: string } {
  return { hubKey: publicKeyText(hubKey.getPublicKey()), signalIdentity: publicKeyText(signalIdentity.publicKey) };
}
