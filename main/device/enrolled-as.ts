import type { Policy } from '../../shared/domain/policy.ts';
import type { AgentIdentity } from '../boundary/vault-process.ts';
import { StatementError } from '../../shared/trust/statement.ts';
import type { StatementPayload } from '../../shared/trust/statement-schema.ts';
import { verifyByHub } from './hub-statements.ts';
import { RecordDamaged, type RecordContent } from './record.ts';

/** Whose device this is and under which policy, from the hub's statements in the record. */
export interface EnrolledAs {
  readonly certificate: StatementPayload<'device-certificate'>;
  readonly agent: AgentIdentity;
  readonly policy: Policy;
}

/**
 * A certificate that has expired still says whose device it is; whether it may be used is the
 * hub's to say.
 *
 * @throws RecordDamaged when a statement is missing or does not hold.
 */
export function enrolledAs(record: RecordContent): EnrolledAs {
  if (record.certificate === null || record.policy === null) throw new RecordDamaged();
  try {
    const certificate = verifyByHub('device-certificate', record.certificate, record.hubKeys, 'any').payload;
    if (certificate.deviceId !== record.deviceId) throw new RecordDamaged();
    const { agentId: id, agentName: name, agentEmail: email, roles } = certificate;
    return { certificate, agent: { id, name, email, roles }, policy: verifyByHub('policy', record.policy, record.hubKeys, 'any').payload };
  } catch (error) {
    if (error instanceof StatementError) throw new RecordDamaged();
    throw error;
  }
}
