import { defaultPolicy, destroyingOnly, redactText } from '../../../shared/redaction/index.ts';
import { assess } from '../../intake/assess.ts';
import type { ReceivedFile } from '../../intake/stages.ts';
import { plainSubject } from '../../intake/thread.ts';
import { wellFormed } from '../../intake/well-formed.ts';
import { headersOfBroken } from './headers.ts';
import { looksLikeOurs, messageIdsIn } from './message-id.ts';
import type { ReadMail } from './mail-to-read.ts';

/** Header fields that are listed, and how much of each, in UTF-16 code units. */
const maxFields = 500;
const maxField = 2_000;

/** Headers are read to see who wrote, and by which way it came. */
const forWhoeverLooks = destroyingOnly(defaultPolicy);

/** What is looked at of the original beside what was read of it. */
export interface InspectedOriginal {
  /** Bytes. */
  readonly size: number;
  /** Its beginning, with the header. */
  readonly head: Uint8Array;
}

/** What the hub makes of a mail, for people who look into why: everything as agents would get it, redacted. */
export function inspectedMail({ size, head }: InspectedOriginal, { authentication, message: read }: ReadMail, ownDomains: readonly string[]) {
  const message = assess(read, { authentication, ownDomains });
  const fields = headersOfBroken(head);
  const subject = plainSubject(message.subject ?? '');
  return {
    size,
    headers: fields.entries().slice(0, maxFields).map(({ key, value }) => ({ name: masked(key), value: masked(value) })),
    from: message.identity === null ? null : { name: message.authorName, address: message.identity.value },
    subject: message.subject,
    sentAt: new Date(message.sentAt).toISOString(),
    text: message.text,
    html: message.html,
    attachments: message.attachments.map(inspectedFile),
    threading: {
      messageId: message.messageId,
      inReplyTo: messageIdsIn(fields.first('in-reply-to') ?? ''),
      references: messageIdsIn(fields.first('references') ?? ''),
      /** The first rule that could decide; the hub looks whether it knows what is named. */
      rule: message.answers.some(looksLikeOurs) ? 'own-id' : (message.tokens ?? []).length > 0 ? 'token' : message.answers.length > 0 ? 'answered' : subject === '' ? 'new' : 'subject',
      subject,
    },
    automatic: message.automatic,
    bounce: message.bounce,
    authentication,
    findings: message.findings.map(({ type, mask, start, end }) => ({ type, mask, start, end })),
    risk: message.risk,
    quarantined: message.cut,
  };
}
export type InspectedMail = ReturnType<typeof inspectedMail>;

function inspectedFile({ name, mediaType, size, part, contents }: ReceivedFile) {
  const read = contents?.state === 'read' ? contents : null;
  return {
    name,
    mediaType,
    size,
    /** Encrypted, signed and not checked, or what a calendar says; null for a file and nothing else. */
    part: part ?? null,
    kept: contents === null ? 'listed' : read === null ? contents.state : 'kept',
    redacted: read?.redacted ?? false,
    /** What reading it to its end found; null where it was not, and nothing was. */
    looked: read?.looked ?? null,
    hidden: contents?.state === 'held' ? contents.hidden : (read?.hidden ?? []),
  };
}

/** Fields were read byte by byte; most of what is beyond ASCII is UTF-8 (RFC 6532). */
function asUtf8(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}

function masked(bytes: string): string {
  const text = asUtf8(bytes);
  return wellFormed(redactText(text.slice(0, 2 * maxField), forWhoeverLooks).text.slice(0, maxField));
}
