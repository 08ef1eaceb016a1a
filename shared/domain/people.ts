import { z } from 'zod';
import { AgentId, CustomerId, TeamId } from './ids.ts';
import { Role } from './permission.ts';
import { ShownName } from './shown-text.ts';

/** An e-mail address as people type it; compared in lower case. At most 254 characters (RFC 5321 section 4.5.3.1.3). */
export const EmailAddress = z.email().max(254).transform((address) => address.toLowerCase());

/** Longest signature under an agent's e-mails, in UTF-16 code units. */
export const longestSignature = 1_000;

/**
 * A name of one line that reads as it is: it stands in mails, in lines that the hub writes and in the audit log. One that turns letters round (UAX #9), breaks the line or has nothing to see in it
 * would have those say something else.
 */
const OneLine = (most: number) =>
  z
    .string()
    .max(1000)
    .transform((typed) => typed.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu, '').normalize('NFC').trim())
    .pipe(z.string().min(1).max(most));

/** As colleagues and customers see it. */
export const PersonName = OneLine(120);

export const AgentStatus = z.enum(['active', 'suspended']);

export const Agent = z.object({
  id: AgentId,
  name: z.string().min(1).max(120),
  email: z.string().max(254),
  roles: z.array(Role).min(1),
  teamIds: z.array(TeamId),
  status: AgentStatus,
});
export type Agent = z.infer<typeof Agent>;

/** As people type it. */
export const TeamName = OneLine(80);

export const Team = z.object({ id: TeamId, name: z.string().min(1).max(80) });
export type Team = z.infer<typeof Team>;

/** A team as a device knows it; `mine`: of the agent who works there. */
export const TeamHere = Team.extend({ mine: z.boolean() });
export type TeamHere = z.infer<typeof TeamHere>;
/** Most that a device is told of. */
export const mostTeamsTold = 500;

/** Where a customer can be reached. `shown` is masked at the hub; the whole value never leaves it. */
export const CustomerIdentity = z.object({
  kind: z.enum(['email', 'phone', 'webchat', 'whatsapp', 'instagram']),
  shown: ShownName(320),
});
export type CustomerIdentity = z.infer<typeof CustomerIdentity>;

export const Customer = z.object({
  id: CustomerId,
  name: ShownName(200),
  identities: z.array(CustomerIdentity).max(50),
});
export type Customer = z.infer<typeof Customer>;
