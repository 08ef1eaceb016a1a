/** The header fields of a mail, in document order, duplicates included. */
export interface MailHeaders {
  /** The topmost field of that name, unfolded; null when there is none. `name` in lower case. */
  first(name: string): string | null;
  names(): string[];
  entries(): readonly { readonly key: string; readonly value: string }[];
}

export function mailHeaders(fields: readonly { readonly key: string; readonly value: string }[]): MailHeaders {
  return {
    first: (name) => fields.find(({ key }) => key === name)?.value ?? null,
    names: () => fields.map(({ key }) => key),
    entries: () => fields,
  };
}

/** How much of a mail's beginning is read for its header, in bytes, where the MIME parser is not asked. */
const headBytes = 65_536;

/** The beginning of a mail, as a copy: what is left to tell whose it was once the whole is given away. */
export function headOf(raw: Uint8Array): Uint8Array {
  return new Uint8Array(raw.subarray(0, headBytes));
}

/**
 * Reads header fields from the start of a mail that the MIME parser has refused. Reads at most 64 KiB,
 * as Latin-1: every byte is some character, so nothing can fail.
 */
export function headersOfBroken(raw: Uint8Array): MailHeaders {
  const text = Buffer.from(raw.subarray(0, headBytes)).toString('latin1');
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const fields = head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [{ key: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }];
    });
  return mailHeaders(fields);
}
