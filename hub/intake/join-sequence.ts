import { maxMessageText } from '../../shared/domain/conversation.ts';
import { redactSequence, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { listable } from './redact.ts';
import type { KeptFinding } from './stages.ts';
import { wellFormed } from './well-formed.ts';

/** How many messages of one sender in a row are read together. */
export const sequenceLength = 4;

export interface Piece {
  readonly text: string;
  readonly findings: readonly KeptFinding[];
}

/**
 * A number split over messages that one sender wrote one after the other. Each piece is already
 * redacted by itself.
 * @returns the pieces as they must read; the same object for a piece in which nothing changed.
 */
export function redactAcross<P extends Piece>(pieces: readonly P[], policy: RedactionPolicy): readonly (P | Piece)[] {
  if (pieces.length < 2) return pieces;
  const joined = redactSequence(pieces.map(({ text }) => text), policy);
  return pieces.map((piece, index) => {
    const result = joined[index];
    if (result === undefined || result.text === piece.text) return piece;
    const text = wellFormed(result.text.slice(0, maxMessageText));
    return { text, findings: withEarlier(piece.findings, text, listable(result.findings.filter(({ end }) => end <= text.length))) };
  });
}

/** Masks that stood in the text before keep their findings, with what was kept of them, at the places where they stand now. */
function withEarlier(earlier: readonly KeptFinding[], text: string, fresh: readonly KeptFinding[]): KeptFinding[] {
  const findings = [...fresh];
  let from = 0;
  for (const finding of earlier) {
    const start = text.indexOf(finding.mask, from);
    if (start === -1) continue;
    const end = start + finding.mask.length;
    from = end;
    const moved = { ...finding, start, end };
    const same = findings.findIndex((other) => other.start === start && other.end === end);
    if (same !== -1) findings[same] = moved;
    else if (!findings.some((other) => other.start < end && start < other.end)) findings.push(moved);
  }
  return findings.sort((a, b) => a.start - b.start).slice(0, 500);
}
