import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Largest body of a webhook, in bytes: the provider promises to send no more. */
export const maxBodyBytes = 3 * 1024 * 1024;
/** Objects and lists within one another; the provider's go eight deep. Everything that walks them recurses. */
export const maxNesting = 64;

/** One message, status or other piece of a body, as it goes into the spool: each is taken once by its `source`. */
export interface WebhookItem {
  readonly source: string;
  /** Which of the provider's accounts it is for; null where it does not say. */
  readonly account: string | null;
  readonly item: unknown;
}

/** A piece that nothing is known to do with: kept as text, whole. */
export const UnknownItem = z.object({ t: z.literal('unknown'), raw: z.string() });

/** The source of a piece without an id is made of what it says: the same piece a second time is the same. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function unknownItem(piece: unknown, account: string | null): WebhookItem {
  const raw = typeof piece === 'string' ? piece : JSON.stringify(piece);
  return { source: `unknown\n${hashOf(raw)}`, account, item: { t: 'unknown', raw } satisfies z.infer<typeof UnknownItem> };
}

export function itemBytes({ item }: WebhookItem): Uint8Array {
  return Buffer.from(JSON.stringify(item), 'utf8');
}

export type WebhookBody = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'not-read'; readonly text: string } | { readonly kind: 'broken' };

/** Reads a body that was signed. `not-read`: JSON, but nested deeper than is looked into. */
export function readBody(bytes: Uint8Array): WebhookBody {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'broken' };
  }
  const deep = nesting(text) > maxNesting;
  try {
    const value: unknown = JSON.parse(text);
    return deep ? { kind: 'not-read', text } : { kind: 'json', value };
  } catch (error) {
    // Deeper than the engine itself goes.
    return error instanceof SyntaxError ? { kind: 'broken' } : { kind: 'not-read', text };
  }
}

/** Deepest nesting of a JSON text; brackets within strings do not count. */
export function nesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** A list, whatever came in its place. */
export function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
