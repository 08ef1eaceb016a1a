import type { Finding } from '../../shared/domain/conversation.ts';
import { redactHtml, redactText } from '../../shared/redaction/index.ts';
import type { Normalised, Redacted } from './stages.ts';

/** Most findings a message lists; beyond that everything is still masked, only no longer listed. */
const maxFindings = 500;

/** redact: cards and the like leave every part an agent can see. From here on they exist in the spool only. */
export function redact(message: Normalised): Redacted {
  const { text, findings } = redactText(message.text);
  return {
    ...message,
    text,
    findings: listable(findings),
    html: message.html === null ? null : redactHtml(message.html).html,
    subject: message.subject === null ? null : redactText(message.subject).text.slice(0, 1000),
    authorName: redactText(message.authorName).text.slice(0, 200),
    attachments: message.attachments.map((attachment) => ({ ...attachment, name: redactText(attachment.name).text.slice(0, 255) })),
  };
}

export function listable(findings: readonly Finding[]): Finding[] {
  return findings.slice(0, maxFindings).map(({ type, mask, start, end }) => ({ type, mask, start, end }));
}
