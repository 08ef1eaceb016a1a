import { type Finding, maxMessageText } from '../../shared/domain/conversation.ts';
import { redactHtml, redactText } from '../../shared/redaction/index.ts';
import { redactFile } from './redact-file.ts';
import { maxMessageHtml } from './sanitise.ts';
import type { Normalised, Redacted } from './stages.ts';
import { wellFormed } from './well-formed.ts';

/** Most findings a message lists; beyond that everything is still masked, only no longer listed. */
const maxFindings = 500;

/** Text looked through, in UTF-16 code units: so much more than is shown that a number cut in two at its end is not shown. */
const workingLength = 4 * 1024 * 1024;
const note = '\n\n[The rest of this message is too long to be shown. Its original is kept in quarantine.]';

/**
 * redact: cards and the like leave every part an agent can see. From here on they exist in the spool
 * only. Everything is cut to its length here, after redaction: half a card number would not be
 * recognised as one.
 */
export function redact(message: Normalised): Redacted {
  const result = redactText(message.text.slice(0, workingLength));
  const { text, cut } = shortened(result.text);
  const html = message.html === null ? null : redactHtml(message.html).html;
  return {
    ...message,
    text,
    findings: listable(result.findings.filter(({ end }) => end <= text.length)),
    html: html !== null && html.length > maxMessageHtml ? null : html,
    cut: message.cut ?? (cut ? 'too-large' : null),
    subject: message.subject === null ? null : masked(message.subject, 1000),
    authorName: masked(message.authorName, 200),
    attachments: message.attachments.map((attachment) => redactFile({ ...attachment, name: masked(attachment.name, 255), mediaType: masked(attachment.mediaType, 127) })),
  };
}

export function listable(findings: readonly Finding[]): Finding[] {
  return findings.slice(0, maxFindings).map(({ type, mask, start, end }) => ({ type, mask, start, end }));
}

function masked(text: string, length: number): string {
  return wellFormed(redactText(text).text.slice(0, length));
}

function shortened(text: string): { readonly text: string; readonly cut: boolean } {
  if (text.length <= maxMessageText) return { text, cut: false };
  return { text: wellFormed(text.slice(0, maxMessageText - note.length)) + note, cut: true };
}
