import type { DraftFinding } from '../shared/contract/ipc/composer.ts';
import { readPlainly } from '../shared/marks/plain-reading.ts';
import { inspectText, policyIn, type RedactionPolicy } from '../shared/redaction/index.ts';
import { unfilledGaps } from '../shared/domain/canned-text.ts';
import type { OpenedVault } from './boundary/opened-vault.ts';
import type { VaultInput } from './boundary/vault-process.ts';
import { NotNow } from './device/device.ts';
import { othersData } from './others-data.ts';

/** Shorter lines are said by anybody. In UTF-16 code units. */
const shortestLine = 30;
/** Most findings of one draft; who has more knows already. */
const mostFindings = 100;

export interface DraftCheckPorts {
  /** As it is signed for this device. */
  readonly policy: () => RedactionPolicy;
  readonly vault: () => OpenedVault | null;
}

/**
 * Looks through what an agent is writing: what the policy destroys stops it, as it does at the hub; lines of an internal
 * note in a reply, and what belongs to another customer, are marked. Nothing of it leaves the vault process but places and kinds.
 */
export async function checkDraft(ports: DraftCheckPorts, { id, kind, text }: VaultInput<'draft.check'>): Promise<DraftFinding[]> {
  // How it reads: marks would tear a number in two. What was found is shown where it was written.
  const reading = readPlainly(text);
  return (await checkText(ports, { id, kind, text: reading.text })).map((finding) => ({ ...finding, ...reading.writtenAt(finding.start, finding.end) }));
}

async function checkText({ policy, vault }: DraftCheckPorts, { id, kind, text }: VaultInput<'draft.check'>): Promise<DraftFinding[]> {
  const open = vault();
  if (open === null) throw new NotNow('The vault is locked.');
  const findings: DraftFinding[] = inspectText(text, policyIn(policy(), { direction: 'out' }))
    .findings.filter(({ action }) => action === 'destroy')
    .map(({ type, start, end }) => ({ type, start, end, stops: true }));
  if (kind === 'reply') {
    findings.push(...unfilledGaps(text).map(({ start, end }) => ({ type: 'unfilled', start, end, stops: true })));
    const opened = await open.query('conversation.open', { id, before: null, limit: 200 });
    const notes = (opened?.messages ?? []).filter((message) => message.kind === 'note').map((note) => note.text);
    const others = opened === null ? [] : await othersData(open, opened.customer.name, text);
    for (const marked of [...noteLines(text, notes), ...others]) if (!findings.some(({ start, end }) => start < marked.end && marked.start < end)) findings.push(marked);
  }
  return findings.sort((a, b) => a.start - b.start).slice(0, mostFindings);
}

/** Where lines of notes stand in a text. */
export function noteLines(text: string, notes: readonly string[]): DraftFinding[] {
  const lines = new Set(notes.flatMap((note) => note.split('\n')).map((line) => line.trim()).filter(({ length }) => length >= shortestLine));
  const found: DraftFinding[] = [];
  for (const line of lines) {
    const start = text.indexOf(line);
    if (start !== -1 && !found.some((other) => other.start < start + line.length && start < other.end)) found.push({ type: 'internal-note', start, end: start + line.length, stops: false });
  }
  return found;
}
