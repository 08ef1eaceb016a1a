import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ShownMessage } from '../shared/contract/ipc/attachments.ts';
import type { Clock } from '../shared/domain/clock.ts';
import type { Policy } from '../shared/domain/policy.ts';
import { asHtml } from '../shared/transcript/as-html.ts';
import { asJson } from '../shared/transcript/as-json.ts';
import { asText } from '../shared/transcript/as-text.ts';
import { hiddenLine, hideAgain, policyForPaper, runsOf } from '../shared/transcript/hide-again.ts';
import { markOf, transcriptPaper } from '../shared/transcript/paper.ts';
import { paperStyle } from '../shared/transcript/paper-style.ts';
import { moment, type Transcript, type TranscriptFormat, type TranscriptMessage } from '../shared/transcript/transcript.ts';
import { type PaperWords, paperWords } from '../shared/transcript/words.ts';
import type { OpenedVault } from './boundary/opened-vault.ts';
import type { MadeTranscript, SpokenTranscriptWish, TranscriptWish, VaultOutput } from './boundary/vault-process.ts';
import { NotNow } from './device/device.ts';

/** More is not written into one file: printing it takes minutes. In messages, and in UTF-16 code units of text. */
const mostMessages = 5_000;
const mostText = 5_000_000;
const pageSize = 200;
const styleHash = createHash('sha256').update(paperStyle).digest('base64');

export interface TranscriptPorts {
  readonly clock: Clock;
  readonly vault: () => OpenedVault | null;
  /** Who saves it, as the hub has signed it for this device. */
  readonly saver: () => { readonly organisation: string; readonly name: string; readonly device: string; readonly policy: Policy };
}

type Opened = NonNullable<VaultOutput<'conversation.open'>>;

/**
 * A conversation in one of the formats, from what the vault holds, hidden once more under the policy of now, without
 * internal notes. Works without the hub. What was revealed is in no vault and so in no transcript.
 */
export async function makeTranscript(ports: TranscriptPorts, { id, format, number, language }: SpokenTranscriptWish): Promise<MadeTranscript> {
  const read = await readAll(ports, id);
  if (typeof read === 'string') return { kind: read };
  const { opened, messages } = read;
  const { organisation, name, device, policy } = ports.saver();
  const { conversation, customer } = opened;
  const said = messages.filter(({ kind }) => kind === 'inbound' || kind === 'outbound');
  const written: TranscriptMessage[] = [];
  for (const run of runsOf(said)) {
    written.push(...hideAgain(run, policy.redaction, conversation.channel));
    // Frames of the hub and a lock come in between.
    await nextTurn();
  }
  const hide = (text: string) => hiddenLine(text, policyForPaper(policy.redaction, conversation.channel, 'customer'));
  const cachedTo = (await openVault(ports).state()).cachedTo;
  const transcript: Transcript = {
    kind: 'sealdesk-transcript',
    version: 1,
    mark: { number, organisation, savedBy: name, device, savedAt: moment(ports.clock.now()), policyVersion: policy.version },
    conversation: { id, customer: hide(customer.name), channel: conversation.channel, subject: hide(conversation.subject), status: conversation.status, began: moment(conversation.createdAt) },
    asOf: cachedTo === null ? null : moment(cachedTo),
    leftOut: messages.length - said.length,
    messages: written,
  };
  const words = paperWords(language);
  return { kind: 'made', content: inFormat(transcript, format, words), messages: written.length, mark: markOf(transcript.mark, words) };
}

function inFormat(transcript: Transcript, format: TranscriptFormat, words: PaperWords): string {
  switch (format) {
    case 'json':
      return asJson(transcript);
    case 'text':
      return asText(transcriptPaper(transcript, words));
    case 'html':
      return asHtml(transcriptPaper(transcript, words), styleHash, 'in-page');
    case 'pdf':
      return asHtml(transcriptPaper(transcript, words), styleHash, 'in-margins');
  }
}

/** The whole conversation, oldest first. */
async function readAll(ports: TranscriptPorts, id: TranscriptWish['id']): Promise<{ readonly opened: Opened; readonly messages: readonly ShownMessage[] } | 'gone' | 'too-long'> {
  let first: Opened | null = null;
  let before: Opened['earlier'] = null;
  const pages: (readonly ShownMessage[])[] = [];
  let count = 0;
  let length = 0;
  do {
    const opened: VaultOutput<'conversation.open'> = await openVault(ports).query('conversation.open', { id, before, limit: pageSize });
    if (opened === null) return 'gone';
    first ??= opened;
    pages.push(opened.messages);
    count += opened.messages.length;
    length += opened.messages.reduce((sum, { text }) => sum + text.length, 0);
    if (count > mostMessages || length > mostText) return 'too-long';
    before = opened.earlier;
  } while (before !== null);
  return { opened: first, messages: pages.reverse().flat() };
}

function openVault({ vault }: TranscriptPorts): OpenedVault {
  const open = vault();
  if (open === null) throw new NotNow('The vault is locked.');
  return open;
}
