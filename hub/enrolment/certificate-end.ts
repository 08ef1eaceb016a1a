import { verifyStatement } from '../../shared/trust/statement.ts';
import type { Statement } from '../../shared/trust/statement-schema.ts';
import type { Log } from '../ports.ts';
import type { Certification } from './organisation.ts';

/** IT is told when a hub certificate ends within this, in milliseconds: a stick in a safe takes a while to get at. */
const noticePeriod = 60 * 24 * 3_600_000;
const day = 24 * 3_600_000;

/** The certificate in force, whether it has ended or not. */
export function certificateInForce({ certificate, root }: Certification): Statement<'hub-certificate'> {
  return verifyStatement('hub-certificate', certificate, root, 'any');
}

/** Whether it is time to have the next one signed. @param until when the certificate ends. */
export function endsSoon(until: number, now: number): boolean {
  return until - now <= noticePeriod;
}

/** What IT reads about it; null while there is time. */
export function endWords(until: number | null, now: number): string | null {
  if (until === null || !endsSoon(until, now)) return null;
  const days = Math.floor((until - now) / day);
  const how = 'have the next one signed with "sealdesk hub request", "sealdesk org sign" and "sealdesk hub adopt"';
  return days < 0 ? `The hub certificate has ended: no laptop connects any more. To mend that, ${how}.` : `The hub certificate ends in ${days} days. Before then, ${how}.`;
}

/** Without it nothing is wrong until the day on which no laptop connects any more. */
export function warnOfCertificateEnd(certification: Certification, now: number, log: Log): void {
  const { notAfter } = certificateInForce(certification);
  if (!endsSoon(notAfter, now)) return;
  log.warn(notAfter <= now ? 'hub.certificate-ended' : 'hub.certificate-ends-soon', { days: Math.floor((notAfter - now) / day) });
}
