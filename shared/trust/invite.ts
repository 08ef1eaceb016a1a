import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SealdeskError } from '../domain/errors.ts';
import { PublicKeyText } from './statement-schema.ts';

/**
 * An invite as IT hands it over: where the hub is, which root to trust, and a one-time code.
 * `tls` is the SHA-256 fingerprint (hexadecimal) of the hub's own TLS certificate, or null when an
 * authority the machine trusts has signed it.
 */
export const Invite = z.object({
  v: z.literal(1),
  organisation: z.string().min(1).max(120),
  url: z.url({ protocol: /^wss$/ }).max(500),
  root: PublicKeyText,
  tls: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
  code: z.string().regex(/^[A-Z2-7]{26}$/),
  agentEmail: z.string().max(254),
});
export type Invite = z.infer<typeof Invite>;

export class InviteError extends SealdeskError<'invite-malformed'> {
  constructor(options?: ErrorOptions) {
    super('invite-malformed', 'This is not a whole Sealdesk invite. Copy all of it, from "sealdesk:" to the last letter.', options);
  }
}

const prefix = 'sealdesk://enrol/';
const checkLength = 8;

function check(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, checkLength);
}

/** One line of text, also usable as a link. */
export function writeInvite(invite: Invite): string {
  const text = Buffer.from(JSON.stringify(Invite.parse(invite))).toString('base64url');
  return `${prefix}${text}${check(text)}`;
}

/** Takes what was pasted, with white space or line breaks in it. @throws InviteError */
export function readInvite(pasted: string): Invite {
  const compact = pasted.replace(/\s+/g, '');
  if (!compact.startsWith(prefix) || compact.length > 4096) throw new InviteError();
  const all = compact.slice(prefix.length);
  const text = all.slice(0, -checkLength);
  if (check(text) !== all.slice(-checkLength)) throw new InviteError();
  try {
    return Invite.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new InviteError({ cause });
  }
}
