import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { CustomerId } from '../../shared/domain/ids.ts';
import { deriveKey, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { framed, utf8 } from '../../shared/trust/bytes.ts';
import type { Envelope, Tx } from '../ports.ts';

export class ErasedError extends SealdeskError<'erased'> {
  constructor() {
    super('erased', 'The data of this customer has been erased for good.');
  }
}

/** The salt of all keys derived from the master key; a purpose tells them apart. */
const salt = utf8('sealdesk hub v1');

/**
 * Envelope encryption: a data key per customer, wrapped by a key that comes from the master key; and
 * one key for what belongs to no customer. Values are bound to their place by associated data.
 */
export function createEnvelope(masterKey: Uint8Array, clock: Clock): Envelope {
  const derived = (purpose: string) => createSecretKey(deriveKey(masterKey, salt, purpose));
  const wrapKey = derived('wrap customer keys');
  const systemKey = derived('seal system values');
  const indexKey = derived('blind indexes');
  const wrapContext = (customerId: CustomerId) => framed('customer key', customerId);

  const dataKey = async (tx: Tx, customerId: CustomerId): Promise<KeyObject> => {
    const row = await tx.selectFrom('customer_keys').select('wrapped').where('customer_id', '=', customerId).executeTakeFirst();
    if (!row?.wrapped) throw new ErasedError();
    const key = openBytes(wrapKey, row.wrapped, wrapContext(customerId));
    try {
      return createSecretKey(key);
    } finally {
      key.fill(0);
    }
  };

  return {
    async createKey(tx, customerId) {
      const wrapped = sealBytes(wrapKey, randomBytes(32), wrapContext(customerId));
      await tx.insertInto('customer_keys').values({ customer_id: customerId, wrapped, created_at: clock.now(), destroyed_at: null }).execute();
    },
    async seal(tx, customerId, context, plaintext) {
      return sealBytes(await dataKey(tx, customerId), utf8(plaintext), framed('customer', customerId, context));
    },
    async open(tx, customerId, context, sealed) {
      return Buffer.from(openBytes(await dataKey(tx, customerId), sealed, framed('customer', customerId, context))).toString('utf8');
    },
    async destroyKey(tx, customerId) {
      await tx
        .updateTable('customer_keys')
        .set({ wrapped: null, destroyed_at: clock.now() })
        .where('customer_id', '=', customerId)
        .where('destroyed_at', 'is', null)
        .execute();
    },
    sealSystem: (context, plaintext) => sealBytes(systemKey, plaintext, framed('system', context)),
    openSystem: (context, sealed) => openBytes(systemKey, sealed, framed('system', context)),
    // NFKC, so that the same address typed on two keyboards is found; letter case is the caller's to fold.
    blindIndex: (kind, value) => new Uint8Array(createHmac('sha256', indexKey).update(framed(kind, value.normalize('NFKC'))).digest()),
  };
}
