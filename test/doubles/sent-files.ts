import { crc32, deflateSync } from 'node:zlib';

/** Files as customers send them, made here byte by byte so that what has to be on screen is known. */

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/** A picture of one colour. `claimed`: what its head says instead of its true size. */
export function png({ width, height, colour, claimed }: { readonly width: number; readonly height: number; readonly colour: readonly [number, number, number]; readonly claimed?: number }): Buffer {
  const line = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: width }, () => colour).flat())]);
  const head = Buffer.concat([uint32(claimed ?? width), uint32(claimed ?? height), Buffer.from([8, 2, 0, 0, 0])]);
  const lines = Buffer.concat(Array.from({ length: height }, () => line));
  return Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), pngChunk('IHDR', head), pngChunk('IDAT', deflateSync(lines)), pngChunk('IEND', Buffer.alloc(0))]);
}

/** A PDF with one line of text on each page, in a standard font that it does not bring along. `padding`: bytes between the pages that nothing refers to. */
export function pdf(pages: readonly string[], padding = 0): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n', 'latin1')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  const object = (body: string) => {
    offsets.push(length);
    add(Buffer.from(`${offsets.length} 0 obj\n${body}\nendobj\n`, 'latin1'));
  };
  object('<< /Type /Catalog /Pages 2 0 R >>');
  object(`<< /Type /Pages /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`);
  object('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  for (const text of pages) {
    const drawn = `BT /F1 36 Tf 60 700 Td (${text}) Tj ET`;
    object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${offsets.length + 2} 0 R >>`);
    object(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
    if (padding > 0) add(Buffer.alloc(padding, '%'));
    add(Buffer.from('\n', 'latin1'));
  }
  const table = length;
  add(Buffer.from(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`, 'latin1'));
  add(Buffer.from(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`, 'latin1'));
  return Buffer.concat(parts);
}
