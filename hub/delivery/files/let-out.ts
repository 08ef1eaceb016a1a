import type { DocumentReader } from '../../intake/look-into-files.ts';
import { wellFormed } from '../../intake/well-formed.ts';
import { maxDocumentBytes } from '../../intake/documents/bounds.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { policyIn, type RedactionPolicy } from '../../../shared/redaction/index.ts';
import type { OutgoingFile } from '../../channels/channel.ts';
import { bareFile, notBare } from './bare-file.ts';
import { wholeFile } from './kept-file.ts';

type GatePolicy = { readonly redaction: RedactionPolicy } & Pick<Policy, 'pictures' | 'sentFiles'>;

export type Verdict = { readonly kind: 'out'; readonly marked: readonly string[] } | { readonly kind: 'stopped'; readonly reason: string };

/** The same for files of a note, which go to colleagues alone: whatever the policy says of sending, what it destroys stays where it is. */
export async function mayBeShared(files: readonly OutgoingFile[], reader: DocumentReader, policy: GatePolicy): Promise<Verdict> {
  const verdict = await lookedThrough(files, reader, { ...policy, sentFiles: 'stop' });
  return verdict.kind === 'stopped' ? { ...verdict, reason: verdict.reason.replace('It was not sent', 'Colleagues do not get the files of this note').replace('send the answer again', 'write the note again') } : verdict;
}

/**
 * data-loss check, for files: text, tables, documents and, where the policy reads them, pictures, by the process that reads what comes in. `stop`: one in which
 * something is found that the policy destroys does not go out. `mark`: it does, and its name is told. A picture from which it cannot be taken what it says beside what it shows stays here.
 * What else cannot be read, or not whole, counts by what was read of it.
 */
export async function mayGoOut(files: readonly OutgoingFile[], reader: DocumentReader, policy: GatePolicy): Promise<Verdict> {
  const verdict = await lookedThrough(files, reader, policy);
  if (verdict.kind === 'stopped') return verdict;
  for (const file of files) {
    if ((await bareFile(file)) === null) return { kind: 'stopped', reason: notBare(shown(file.name)) };
  }
  return verdict;
}

async function lookedThrough(files: readonly OutgoingFile[], reader: DocumentReader, policy: GatePolicy): Promise<Verdict> {
  if (policy.sentFiles === 'none') return { kind: 'stopped', reason: 'It was not sent: your company lets no files be sent.' };
  const marked: string[] = [];
  for (const file of files) {
    if (file.size > maxDocumentBytes) continue;
    const bytes = await wholeFile(file);
    const looked = await reader.look({ bytes, name: file.name, mediaType: file.mediaType, policy: policyIn(policy.redaction, { direction: 'out' }), pictures: policy.pictures === 'read' });
    bytes.fill(0);
    if (looked?.destroyed !== true) continue;
    if (policy.sentFiles === 'stop') return { kind: 'stopped', reason: stopped(file.name, looked.hidden.some(({ type }) => type === 'card')) };
    marked.push(file.name);
  }
  return { kind: 'out', marked };
}

function stopped(name: string, card: boolean): string {
  const what = card ? 'a payment card number' : 'data that must not leave the company';
  return `It was not sent: the file “${shown(name)}” contains ${what}. Remove it from the file, then send the answer again.`;
}

/** A sentence about an answer, for whoever wrote the first mail of a conversation: nothing was answered. */
export const asFirstMail = (sentence: string): string => sentence.replace('send the answer again', 'send the mail again');

/** So that a sentence has room for it. */
export const shown = (name: string) => (name.length <= 80 ? name : `${wellFormed(name.slice(0, 60))}…`);
