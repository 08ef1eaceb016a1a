import { randomInt } from 'node:crypto';
import { IdentityKeyPair, PrivateKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import { firstPolicy, tryItPolicy } from '../../shared/domain/policy.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { createAudit } from '../audit/audit-log.ts';
import type { TlsIdentity } from '../http/tls-certificate.ts';
import { Agents, type NewAgent } from '../people/agents.ts';
import type { Envelope } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { HubToCertify } from './hub-certification.ts';
import { type Certification, keyCheckContext, keyCheckText, OrganisationError } from './organisation.ts';
import { Policies } from './policies.ts';
import { StatementSigner } from './statement-signer.ts';

export interface FirstTerms {
  readonly name: string;
  readonly tryIt: boolean;
  /** Has the organisation root sign the hub's first certificate. The root itself never comes in here. */
  readonly certify: (hub: HubToCertify) => Pick<Certification, 'root' | 'certificate'>;
  readonly tls: TlsIdentity;
  readonly admin: NewAgent | null;
}

/** @throws OrganisationError `already-initialised` */
export async function refuseInitialised(store: Store): Promise<void> {
  if (await store.selectFrom('organisation').select('id').executeTakeFirst()) {
    throw new OrganisationError('already-initialised', 'There is a hub in this data folder already. Nothing was changed.');
  }
}

/** Makes the organisation: hub key, Signal identity, hub certificate, first policy and first IT admin, in one transaction. */
export async function initialiseOrganisation(store: Store, envelope: Envelope, clock: Clock, terms: FirstTerms): Promise<void> {
  await refuseInitialised(store);
  const now = clock.now();
  const hubKey = PrivateKey.generate();
  const signalIdentity = IdentityKeyPair.generate();
  const { root, certificate } = terms.certify({
    organisation: terms.name,
    hubKey: publicKeyText(hubKey.getPublicKey()),
    signalIdentity: publicKeyText(signalIdentity.publicKey),
  });
  const seal = (column: string, plaintext: Uint8Array) => envelope.sealSystem(`organisation.${column}`, plaintext);
  const audit = createAudit(clock);
  await store.transaction().execute(async (tx) => {
    await tx
      .insertInto('organisation')
      .values({
        id: 1,
        name: terms.name,
        try_it: terms.tryIt ? 1 : 0,
        root_key: publicKeyText(root),
        hub_certificate: JSON.stringify(certificate),
        // Invites name this root: nobody has to be led to it.
        rotations: '[]',
        hub_key: seal('hub_key', hubKey.serialize()),
        signal_identity: seal('signal_identity', signalIdentity.serialize()),
        // 14 bits, as Signal's registration ids are; 0 is not one.
        registration_id: randomInt(1, 0x4000),
        tls_certificate: terms.tls.certificate,
        tls_key: seal('tls_key', utf8(terms.tls.key)),
        key_check: envelope.sealSystem(keyCheckContext, utf8(keyCheckText)),
        created_at: now,
      })
      .execute();
    await audit.append(tx, { actor: 'hub', action: 'organisation.made', subject: 'organisation' });
    await new Policies(new StatementSigner(hubKey, clock), audit, clock).set(tx, 'hub', terms.tryIt ? tryItPolicy : firstPolicy);
    if (terms.admin) await new Agents(envelope, audit, clock).add(tx, 'hub', terms.admin);
  });
}
