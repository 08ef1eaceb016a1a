import type { Clock } from '../../shared/domain/clock.ts';
import { verifyByHub } from './hub-statements.ts';
import type { DeviceItem } from './device-item.ts';
import type { RecordContent } from './record.ts';
import { trustedNow } from './trusted-time.ts';

/** From when to when this device's certificate holds, in milliseconds since 1970; null while it has none. @throws StatementError */
export function certificateTime(record: RecordContent): { readonly from: number; readonly until: number } | null {
  if (record.certificate === null) return null;
  const { notBefore, notAfter } = verifyByHub('device-certificate', record.certificate, record.hubKeys, 'any');
  return { from: notBefore, until: notAfter };
}

/** With one that has run out the hub serves nothing but its renewal. Judged by the hub's time. */
export function certificateExpired(record: RecordContent, item: DeviceItem, clock: Clock): boolean {
  const time = certificateTime(record);
  return time !== null && time.until <= trustedNow(item, clock);
}
