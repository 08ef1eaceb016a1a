import { randomUUID } from 'node:crypto';
import { type Finding, maxMessageText } from '../../shared/domain/conversation.ts';
import type { EntryTime, MailPart } from '../../shared/domain/mail-part.ts';
import { neverRecoverable } from '../../shared/domain/mistake.ts';
import { destroyingOnly, type HiddenFinding, redactHtml, redactText, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import { redactFile } from './redact-file.ts';
import { type RedactedPlace, redactKeeping } from './redact-keeping.ts';
import { maxMessageHtml } from './sanitise.ts';
import type { Destroyed, KeptFinding, Normalised, Redacted } from './stages.ts';
import { wellFormed } from './well-formed.ts';

/** Most findings a message lists; beyond that everything is still masked, only no longer listed. */
const maxFindings = 500;

/** Text looked through, in UTF-16 code units: so much more than is shown that a number cut in two at its end is not shown. */
const workingLength = 4 * 1024 * 1024;
const note = '\n\n[The rest of this message is too long to be shown. Its original is kept in quarantine.]';

/**
 * redact: what the policy hides leaves every part an agent can see. What is destroyed exists in the spool only from here
 * on; what is masked or sealed in the text stays with its finding, which never leaves the hub whole. Everything is cut to its length here, after redaction: half a card number would not be
 * recognised as one.
 */
export function redact(message: Normalised, policy: RedactionPolicy): Redacted {
  const masked = (text: string, length: number) => wellFormed(redactText(text, policy).text.slice(0, length));
  const subject = message.subject === null ? null : redactKeeping(message.subject, policy, 1000);
  const author = redactName(shownAuthor(message), policy);
  const destroyed: Destroyed[] = [];
  const names = new Map<Finding, string>();
  const result = redactText(message.text.slice(0, workingLength), policy, (finding, value) => {
    if (neverRecoverable.includes(finding.type) || destroyed.length >= maxFindings) return;
    const id = randomUUID();
    names.set(finding, id);
    destroyed.push({ id, type: finding.type, value });
  });
  const { text, cut } = shortened(result.text);
  const html = message.html === null ? null : redactHtml(message.html, policy).html;
  return {
    ...message,
    text,
    findings: listable(result.findings.filter(({ end }) => end <= text.length).map((finding) => named(finding, names.get(finding)))),
    destroyed,
    html: html !== null && html.length > maxMessageHtml ? null : html,
    cut: message.cut ?? (cut ? 'too-large' : null),
    subject: subject?.text ?? null,
    authorName: author.text,
    destroyedInHead: { subject: subject?.destroyed ?? [], author: author.destroyed },
    attachments: message.attachments.map((attachment) => {
      const name = redactKeeping(attachment.name, policy, 255);
      return redactFile({ ...attachment, ...redactedPart(attachment.part, masked), name: name.text, mediaType: masked(attachment.mediaType, 127), destroyed: { name: name.destroyed, text: [] } }, policy);
    }),
  };
}

/** Of a calendar entry, whatever its sender wrote. */
function redactedPart(part: MailPart | undefined, masked: (text: string, length: number) => string): { readonly part?: MailPart } {
  if (part?.kind !== 'entry') return part === undefined ? {} : { part };
  const time = (at: EntryTime | null): EntryTime | null => (at?.kind === 'wall' && at.zone !== null ? { ...at, zone: masked(at.zone, 100) } : at);
  return { part: { ...part, title: masked(part.title, 300), place: masked(part.place, 300), start: time(part.start), end: time(part.end) } };
}

/** What a customer is called, whoever says so: they themselves, their channel or an agent. */
export const redactName = (name: string, policy: RedactionPolicy): RedactedPlace => redactKeeping(name, inNames(policy), 200);

/**
 * In a name only what is destroyed, e-mail addresses and telephone numbers are looked for: a name with a number behind it
 * ("Visitor 4B2C") reads like a street.
 */
function inNames(policy: RedactionPolicy): RedactionPolicy {
  const { email, phone } = policy.types;
  const only = destroyingOnly(policy);
  return { ...only, types: { ...only.types, email, phone } };
}

/** Until when, is said where it is kept. */
function named(finding: HiddenFinding, id: string | undefined): HiddenFinding {
  return id === undefined ? finding : { ...finding, recoverable: { id, until: 0 } };
}

/** Gives what is kept a name of its own. */
export function listable(findings: readonly HiddenFinding[]): KeptFinding[] {
  return findings.slice(0, maxFindings).map((finding) => (finding.value === undefined ? finding : { ...finding, sealed: randomUUID() }));
}

/** Who has no name but an address is called by it as it is shown everywhere else: enough to tell two apart. */
function shownAuthor({ authorName, identity }: Normalised): string {
  return identity?.kind === 'email' && authorName.trim().toLowerCase() === identity.value ? maskedIdentity('email', identity.value) : authorName;
}

function shortened(text: string): { readonly text: string; readonly cut: boolean } {
  if (text.length <= maxMessageText) return { text, cut: false };
  return { text: wellFormed(text.slice(0, maxMessageText - note.length)) + note, cut: true };
}
