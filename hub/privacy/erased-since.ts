import { z } from 'zod';
import { AuditEntry } from '../../shared/domain/audit.ts';

const Line = z.object({ entry: AuditEntry, hash: z.string() });

/**
 * Whom a hub has erased after a moment, by an audit log that it exported: in their order, each once. Who was merged into another went with them, and comes back with
 * them.
 * @returns null for a text that is no such log
 */
export function erasedSince(exported: string, after: number): string[] | null {
  const erased = new Set<string>();
  for (const line of exported.split('\n')) {
    if (line.trim() === '') continue;
    const read = Line.safeParse(asJson(line));
    if (!read.success) return null;
    const { at, action, subject, detail } = read.data.entry;
    if (action === 'customer.erased' && at >= after && !Object.hasOwn(detail, 'with')) erased.add(subject);
  }
  return [...erased];
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
