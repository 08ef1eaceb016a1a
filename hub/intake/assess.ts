import type { Risk } from '../../shared/domain/conversation.ts';
import type { Assessed, Authentication, Redacted } from './stages.ts';

/** One thing that is wrong with a message, in words for the agent. */
export interface RiskReason {
  readonly level: 'caution' | 'dangerous';
  readonly reason: string;
}

export interface Circumstances {
  readonly authentication: Authentication | null;
  /** Domains that are the company's own, in lower case. */
  readonly ownDomains: readonly string[];
}

/** Looks at one kind of deception. Adding a check is adding it to the list. */
type Check = (message: Redacted, circumstances: Circumstances) => RiskReason | null;

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
const within = (domain: string, parent: string) => domain === parent || domain.endsWith(`.${parent}`);

const claimsToBeUs: Check = ({ identity }, { authentication, ownDomains }) => {
  if (identity?.kind !== 'email' || authentication === null) return null;
  const domain = domainOf(identity.value);
  if (!ownDomains.some((own) => within(domain, own))) return null;
  const { dkim, dmarc, alignedDomain, upstream } = authentication;
  if (alignedDomain !== null || dmarc === 'pass' || upstream?.dmarc === 'pass') return null;
  if (dkim === 'fail' || dmarc === 'fail' || upstream?.dmarc === 'fail') {
    return { level: 'dangerous', reason: `This mail says it is from ${domain}, your own company. It failed the check that would prove it.` };
  }
  return { level: 'caution', reason: `This mail says it is from ${domain}, your own company. Nothing proves that it is.` };
};

const failsItsOwnDomain: Check = ({ identity }, { authentication, ownDomains }) => {
  if (identity?.kind !== 'email' || authentication === null) return null;
  const domain = domainOf(identity.value);
  if (ownDomains.some((own) => within(domain, own))) return null;
  const failed = authentication.dmarc === 'fail' && authentication.upstream?.dmarc !== 'pass';
  return failed || authentication.upstream?.dmarc === 'fail'
    ? { level: 'caution', reason: `This mail failed the check that it really comes from ${domain}.` }
    : null;
};

const answersGoElsewhere: Check = ({ identity, replyTo }) => {
  if (identity?.kind !== 'email' || replyTo === null) return null;
  const [from, to] = [domainOf(identity.value), domainOf(replyTo)];
  return within(from, to) || within(to, from) ? null : { level: 'caution', reason: `The sender asks for answers to go to another domain, ${to}. Your reply goes to the address the mail came from.` };
};

const checks: readonly Check[] = [claimsToBeUs, failsItsOwnDomain, answersGoElsewhere];

/** assess: what in the message may be meant to deceive, worst first. */
export function assess(message: Redacted, circumstances: Circumstances): Assessed {
  return { ...message, risk: riskOf(checks.flatMap((check) => check(message, circumstances) ?? [])) };
}

/** Joins reasons, also those that only threading can know. */
export function riskOf(reasons: readonly RiskReason[]): Risk {
  const dangerous = reasons.filter(({ level }) => level === 'dangerous');
  const rest = reasons.filter(({ level }) => level === 'caution');
  return {
    level: dangerous.length > 0 ? 'dangerous' : rest.length > 0 ? 'caution' : 'none',
    reasons: [...dangerous, ...rest].slice(0, 20).map(({ reason }) => reason.slice(0, 300)),
  };
}
