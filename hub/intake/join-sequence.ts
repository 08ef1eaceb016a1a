import { type Finding, maxMessageText } from '../../shared/domain/conversation.ts';
import { redactSequence } from '../../shared/redaction/index.ts';
import { wellFormed } from './well-formed.ts';

/** How many messages of one sender in a row are read together. */
export const sequenceLength = 4;

export interface Piece {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * A number split over messages that one sender wrote one after the other. Each piece is already
 * redacted by itself.
 * @returns the pieces as they must read; the same object for a piece in which nothing changed.
 */
export function redactAcross<P extends Piece>(pieces: readonly P[]): readonly (P | Piece)[] {
  if (pieces.length < 2) return pieces;
  const joined = redactSequence(pieces.map(({ text }) => text));
  return pieces.map((piece, index) => {
    const result = joined[index];
    if (result === undefined || result.text === piece.text) return piece;
    const text = wellFormed(result.text.slice(0, maxMessageText));
    return { text, findings: withEarlier(piece.findings, text, result.findings.filter(({ end }) => end <= text.length)) };
  });
}

/** Masks that stood in the text before keep their findings, at the places where they stand now. */
function withEarlier(earlier: readonly Finding[], text: string, fresh: readonly Finding[]): Finding[] {
  const findings = [...fresh];
  let from = 0;
  for (const finding of earlier) {
    const start = text.indexOf(finding.mask, from);
    if (start === -1) continue;
    const end = start + finding.mask.length;
    from = end;
    if (!findings.some((other) => other.start < end && start < other.end)) findings.push({ ...finding, start, end });
  }
  return findings.sort((a, b) => a.start - b.start).slice(0, 500);
}
