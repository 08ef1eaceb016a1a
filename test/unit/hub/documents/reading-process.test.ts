import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ReadingProcess } from '../../../../hub/intake/documents/reading-process.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { card, docx, paragraph, pdf } from '../../../doubles/made-documents.ts';

const warned: string[] = [];
const log = { info: () => undefined, warn: (event: string) => void warned.push(event) };
const document = (bytes: Uint8Array, name = 'file') => ({ bytes, name, mediaType: '', policy: defaultPolicy, pictures: false });

/** A page whose content inflates to so many bytes. */
function inflating(bytes: number): Buffer {
  const content = deflateSync(Buffer.alloc(bytes, 0x20), { level: 9 });
  const head = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n';
  return Buffer.concat([Buffer.from(`${head}4 0 obj<</Filter/FlateDecode/Length ${content.length}>>stream\n`, 'latin1'), content, Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF', 'latin1')]);
}

describe('the process that reads documents', () => {
  let reader: ReadingProcess;
  afterEach(() => reader.close());

  it('answers with what is hidden, and with nothing that is', async () => {
    reader = new ReadingProcess(log);
    const looked = await reader.look(document(await pdf({ pages: [`Card ${card}`] })));
    expect(looked).toMatchObject({ whole: true, destroyed: true, hidden: [{ type: 'card', count: 1 }] });
    expect(JSON.stringify(looked)).not.toContain('4111 1111');
  });

  it('that takes too long is ended, and the next document is read', async () => {
    reader = new ReadingProcess(log, { reading: 1, pictures: 1, memory: 4_000 });
    warned.length = 0;
    expect(await reader.look(document(inflating(400 * 1024 * 1024)))).toBeNull();
    expect(warned).toEqual(['document.not-read']);
    await reader.close();
    reader = new ReadingProcess(log);
    expect(await reader.look(document(docx(paragraph('Hello'))))).toMatchObject({ whole: true, hidden: [] });
  });

  it('that takes too much memory is ended, while the hub goes on', async () => {
    reader = new ReadingProcess(log, { reading: 60_000, pictures: 60_000, memory: 300 });
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    expect(await reader.look(document(inflating(1_000 * 1024 * 1024)))).toBeNull();
    clearInterval(turning);
    expect(turns).toBeGreaterThan(5);
    expect(await reader.look(document(docx(paragraph('Hello'))))).toMatchObject({ whole: true });
  });

  it('reads documents that come at once one after the other, each for itself', async () => {
    reader = new ReadingProcess(log);
    const many = await Promise.all([docx(paragraph(card)), docx(paragraph('Hello')), Buffer.from('%PDF-1.4 broken'), docx(paragraph(card))].map((bytes) => reader.look(document(bytes))));
    expect(many.map((looked) => [looked?.whole, looked?.hidden.length])).toEqual([[true, 1], [true, 0], [false, 0], [true, 1]]);
  });
});
