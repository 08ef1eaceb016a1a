import { IdentityKeyPair, PrivateKey, type PublicKey } from '@signalapp/libsignal-client';
import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { SignedStatement } from '../../shared/trust/statement-schema.ts';
import { bytes, utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import type { Envelope } from '../ports.ts';
import type { Store } from '../store/database.ts';

/** By which root the hub is certified: the one thing of the organisation that changes while the hub runs. */
export interface Certification {
  readonly root: PublicKey;
  readonly certificate: SignedStatement;
  /** How `root` came to be the organisation's, oldest first. */
  readonly rotations: readonly SignedStatement[];
}

/** What stays as it was made. The organisation root's private key is not among it. */
interface Founded {
  readonly name: string;
  readonly tryIt: boolean;
  readonly hubKey: PrivateKey;
  readonly signalIdentity: IdentityKeyPair;
  readonly registrationId: number;
  readonly tls: { readonly certificate: string; readonly key: string };
}

/** Who this hub is: read once at start, and kept up to date by `recertified`. */
export interface Organisation extends Founded, Certification {
  /** From now on connections are shown this. */
  recertified(certification: Certification): void;
}

export type OrganisationProblem = 'not-initialised' | 'already-initialised' | 'wrong-master-key';
export class OrganisationError extends SealdeskError<OrganisationProblem> {}

/** What `key_check` seals. */
export const keyCheckText = 'sealdesk master key';
export const keyCheckContext = 'organisation.key_check';

export function notInitialised(): OrganisationError {
  return new OrganisationError('not-initialised', 'There is no hub in this data folder yet. Make one with "sealdesk hub init".');
}

/** @throws OrganisationError `not-initialised`, `wrong-master-key` */
export async function loadOrganisation(store: Store, envelope: Envelope): Promise<Organisation> {
  const row = await store.selectFrom('organisation').selectAll().executeTakeFirst();
  if (!row) throw notInitialised();
  checkMasterKey(envelope, row.key_check);
  const opened = (column: 'hub_key' | 'signal_identity' | 'tls_key') => envelope.openSystem(`organisation.${column}`, row[column]);
  const founded: Founded = {
    name: row.name,
    tryIt: row.try_it === 1,
    hubKey: PrivateKey.deserialize(bytes(opened('hub_key'))),
    signalIdentity: IdentityKeyPair.deserialize(bytes(opened('signal_identity'))),
    registrationId: row.registration_id,
    tls: { certificate: row.tls_certificate, key: Buffer.from(opened('tls_key')).toString('utf8') },
  };
  return organisation(founded, {
    root: publicKeyFrom(row.root_key),
    certificate: SignedStatement.parse(JSON.parse(row.hub_certificate)),
    rotations: z.array(SignedStatement).parse(JSON.parse(row.rotations)),
  });
}

function organisation(founded: Founded, first: Certification): Organisation {
  let certification = first;
  return {
    ...founded,
    get root() {
      return certification.root;
    },
    get certificate() {
      return certification.certificate;
    },
    get rotations() {
      return certification.rotations;
    },
    recertified: (next) => {
      certification = next;
    },
  };
}

function checkMasterKey(envelope: Envelope, sealed: Uint8Array): void {
  try {
    if (Buffer.from(envelope.openSystem(keyCheckContext, sealed)).equals(utf8(keyCheckText))) return;
  } catch {
    // Answered below, as for a text that differs.
  }
  throw new OrganisationError('wrong-master-key', 'The master key in this data folder belongs to another hub. Nothing was opened. Put the right one back from its recovery sheet.');
}
