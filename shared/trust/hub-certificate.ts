import type { PublicKey } from '@signalapp/libsignal-client';
import { maxRotations } from '../contract/wire/frames.ts';
import { SealdeskError } from '../domain/errors.ts';
import { keyId, publicKeyFrom } from './keys.ts';
import { StatementError, verifyStatement } from './statement.ts';
import type { SignedStatement, Statement } from './statement-schema.ts';

/**
 * Who the hub is, judged from a root that is known already: that root certifies the hub itself, or
 * it signed over to another root, and so on to the one that does. Nothing else makes a root known.
 */
export interface ShownByHub {
  readonly certificate: SignedStatement;
  /** Root rotations, oldest first: each signed by the root that the one before it names. */
  readonly rotations: readonly SignedStatement[];
}

/** What is known before the hub says anything. */
export interface KnownOrganisation {
  readonly organisation: string;
  readonly root: PublicKey;
}

export interface CertifiedHub {
  readonly certificate: Statement<'hub-certificate'>;
  /** The root that signed it: the known one, or the one its rotations lead to. */
  readonly root: PublicKey;
  /** The rotations that led there, oldest first; none when the known root signed the certificate. */
  readonly followed: readonly SignedStatement[];
}

export class RotationError extends SealdeskError<'rotation-refused'> {
  constructor(message: string, options?: ErrorOptions) {
    super('rotation-refused', message, options);
  }
}

/**
 * Checks a hub's certificate, following the organisation's root where it was rotated.
 *
 * Rotations from before the known root are passed over: they say nothing of it. From the first one
 * that the known root signed, every one must hold.
 *
 * @param now milliseconds since 1970.
 * @throws StatementError, RotationError
 */
export function verifyHub(shown: ShownByHub, known: KnownOrganisation, now: number): CertifiedHub {
  const { root, followed } = followRotations(shown.rotations, known, now);
  const certificate = verifyStatement('hub-certificate', shown.certificate, root, now);
  if (certificate.payload.organisation !== known.organisation) throw new RotationError('This hub is certified for another organisation.');
  return { certificate, root, followed };
}

function followRotations(rotations: readonly SignedStatement[], known: KnownOrganisation, now: number): Pick<CertifiedHub, 'root' | 'followed'> {
  if (rotations.length > maxRotations) throw new RotationError(`More than ${maxRotations} rotations of the organisation root are not followed.`);
  let root = known.root;
  const passed = new Set([keyId(root)]);
  const followed: SignedStatement[] = [];
  for (const signed of rotations) {
    const rotation = rotationBy(root, signed, now);
    if (rotation === null) {
      if (followed.length === 0) continue;
      throw new RotationError('A rotation of the organisation root is not signed by the root before it.');
    }
    if (rotation.payload.organisation !== known.organisation) throw new RotationError('A rotation of the organisation root is of another organisation.');
    root = newRoot(rotation);
    if (passed.has(keyId(root))) throw new RotationError('The rotations of the organisation root lead back to an earlier one.');
    passed.add(keyId(root));
    followed.push(signed);
  }
  return { root, followed };
}

/** @returns null when another key signed it. @throws StatementError for one that `root` signed and that does not hold. */
function rotationBy(root: PublicKey, signed: SignedStatement, now: number): Statement<'root-rotation'> | null {
  try {
    return verifyStatement('root-rotation', signed, root, now);
  } catch (error) {
    if (error instanceof StatementError && error.kind === 'bad-signature') return null;
    throw error;
  }
}

function newRoot({ payload }: Statement<'root-rotation'>): PublicKey {
  try {
    return publicKeyFrom(payload.newRoot);
  } catch (cause) {
    throw new RotationError('A rotation of the organisation root names no key.', { cause });
  }
}
