import type { Clock } from '../../shared/domain/clock.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { StatementError } from '../../shared/trust/statement.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { DeviceItem } from './device-item.ts';
import { verifyByHub } from './hub-statements.ts';
import type { Keychain } from './keychain.ts';
import type { RecordContent } from './record.ts';
import { readShareItem, removeShareItem, type ShareItem, writeShareItem } from './share-item.ts';
import { latestNow, toleratedMs, trustedNow } from './trusted-time.ts';

export interface HubShare {
  readonly generation: number;
  /** 32 bytes. */
  readonly share: Uint8Array;
}

export interface LeaseInForce {
  /** Newest first. */
  readonly shares: readonly HubShare[];
  readonly from: number;
  /** Milliseconds since 1970, exclusive. */
  readonly until: number;
}

interface Holder {
  readonly keychain: Keychain;
  readonly clock: Clock;
  readonly record: RecordContent;
  readonly item: DeviceItem;
}

/** @returns when the lease begins and ends; null when it is no lease of this device, or not in force now. None is while the device is suspended. */
export function judgeLease(lease: SignedStatement, holder: Omit<Holder, 'keychain'>): { from: number; until: number; generation: number } | null {
  const { record, item, clock } = holder;
  if (record.suspension?.suspended === true) return null;
  try {
    const { payload, notBefore, notAfter } = verifyByHub('lease', lease, record.hubKeys, 'any');
    if (payload.deviceId !== record.deviceId) return null;
    if (latestNow(item, clock) >= notAfter || trustedNow(item, clock) < notBefore - toleratedMs) return null;
    return { from: notBefore, until: notAfter, generation: payload.shareGeneration };
  } catch (error) {
    if (error instanceof StatementError) return null;
    throw error;
  }
}

/** Once IT has ended the authenticator, nothing opens without the hub, until there is another one. */
const hubOnly = ({ record }: Holder) => record.totpReset?.ended === true;

/** The lease in force, with its shares. One that has ended takes its shares out of the keychain here. */
export async function leaseInForce(holder: Holder): Promise<LeaseInForce | null> {
  const item = await readShareItem(holder.keychain);
  if (item === null) return null;
  const judged = hubOnly(holder) ? null : judgeLease(item.lease, holder);
  if (judged === null) {
    await removeShareItem(holder.keychain);
    return null;
  }
  return {
    shares: item.shares.map(({ generation, share }) => ({ generation, share: fromBase64(share) })),
    from: judged.from,
    until: judged.until,
  };
}

/**
 * Keeps shares within their lease, in place of those that were there.
 * @param shares newest first, at most two: those that open the vault header, or are about to.
 * @returns false when the lease does not hold here, or is for none of them; nothing is kept then.
 */
export async function keepShares(holder: Holder, shares: readonly HubShare[], lease: SignedStatement): Promise<boolean> {
  const judged = hubOnly(holder) ? null : judgeLease(lease, holder);
  if (judged === null || !shares.some(({ generation }) => generation === judged.generation)) return false;
  const kept: ShareItem['shares'] = shares.map(({ generation, share }) => ({ generation, share: toBase64(share) }));
  await writeShareItem(holder.keychain, { v: 1, shares: kept, lease });
  return true;
}

/** A newer lease for the shares that are there. @returns false when it is not for them. */
export async function renewLease(holder: Holder, lease: SignedStatement): Promise<boolean> {
  const judged = judgeLease(lease, holder);
  const item = await readShareItem(holder.keychain);
  if (judged === null || item === null || !item.shares.some(({ generation }) => generation === judged.generation)) return false;
  await writeShareItem(holder.keychain, { ...item, lease });
  return true;
}

/** The vault has opened with this generation: the others are of no use any more. */
export async function keepOnly(keychain: Keychain, generation: number): Promise<void> {
  const item = await readShareItem(keychain);
  if (item === null || item.shares.length < 2) return;
  const shares = item.shares.filter((share) => share.generation === generation);
  if (shares.length > 0) await writeShareItem(keychain, { ...item, shares });
}
