/** A part of a mail that holds no others, as read by this file alone: slow, plain, and nothing of what the hub reads mail with. */
export interface LeafPart {
  /** In lower case. */
  readonly type: string;
  readonly name: string | null;
  readonly attachment: boolean;
  /** As decoded from its transfer encoding. */
  readonly bytes: Buffer;
}

const deepest = 60;

/** @param raw a mail, or a part of one with its header (RFC 2045, RFC 2046). */
export function leafParts(raw: Buffer, depth = 0, otherwise = 'text/plain'): LeafPart[] {
  const text = raw.toString('latin1');
  const gap = /\r?\n\r?\n/.exec(text);
  const startsEmpty = /^\r?\n/.exec(text);
  const head = startsEmpty !== null ? '' : gap === null ? text : text.slice(0, gap.index);
  const body = startsEmpty !== null ? text.slice(startsEmpty[0].length) : gap === null ? '' : text.slice(gap.index + gap[0].length);
  const field = fieldsOf(head);
  const type = field('content-type');
  const kind = /^\s*([\w.+-]+\/[\w.+-]+)/.exec(type)?.[1]?.toLowerCase() ?? (type === '' ? otherwise : 'text/plain');
  const boundary = parameter(type, 'boundary');
  if (kind.startsWith('multipart/') && boundary !== null && body.includes(`--${boundary}`) && depth < deepest) {
    return split(body, boundary).flatMap((part) => leafParts(Buffer.from(part, 'latin1'), depth + 1, kind === 'multipart/digest' ? 'message/rfc822' : 'text/plain'));
  }
  const disposition = field('content-disposition');
  return [
    {
      // What cannot be taken apart is text to whoever looks at it.
      type: kind.startsWith('multipart/') ? 'text/plain' : kind,
      name: parameter(disposition, 'filename') ?? parameter(type, 'name'),
      attachment: /^\s*attachment\b/i.test(disposition),
      bytes: decoded(body, field('content-transfer-encoding').trim().toLowerCase()),
    },
  ];
}

function fieldsOf(head: string): (name: string) => string {
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return (name) => {
    const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`));
    return line === undefined ? '' : line.slice(name.length + 1);
  };
}

function parameter(value: string, name: string): string | null {
  const extended = new RegExp(String.raw`;\s*${name}\*\s*=\s*"?[\w.-]*'[\w-]*'([^\s;"]+)`, 'i').exec(value)?.[1];
  if (extended !== undefined) return extended;
  const found = new RegExp(String.raw`;\s*${name}\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))`, 'i').exec(value);
  return found === null ? null : (found[1]?.replaceAll(/\\(.)/g, '$1') ?? found[2] ?? null);
}

/** What lies between boundary lines: neither what comes before the first, nor after the last. */
function split(body: string, boundary: string): string[] {
  const parts: string[][] = [];
  for (const line of body.split('\n')) {
    const bare = line.trimEnd();
    if (bare === `--${boundary}--`) break;
    if (bare === `--${boundary}`) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}

function decoded(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  return Buffer.from(body.replaceAll(/[ \t]*=[ \t]*\r?\n/g, '').replaceAll(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
}
