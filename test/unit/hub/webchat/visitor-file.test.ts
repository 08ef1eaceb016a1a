import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visitorFile } from '../../../../hub/channels/webchat/visitor-file.ts';
import { cleanFileName } from '../../../../shared/domain/outgoing-file.ts';
import { png } from '../../../doubles/sent-files.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('a file of a visitor', () => {
  it.each([
    ['\u00ff\u00d8\u00ff\u00e0', 'parcel.jpg', 'parcel.jpg', 'image/jpeg'],
    [png({ width: 2, height: 2, colour: [1, 2, 3] }).toString('latin1'), 'parcel.PNG', 'parcel.PNG', 'image/png'],
    ['GIF89a', 'parcel.gif', 'parcel.gif', 'image/gif'],
    ['RIFF\u0001\u0001\u0001\u0001WEBP', 'parcel.webp', 'parcel.webp', 'image/webp'],
    ['\u0000\u0000\u0000\u0018ftypheic', 'IMG_1.HEIC', 'IMG_1.HEIC', 'image/heic'],
    ['%PDF-1.7', 'invoice.pdf', 'invoice.pdf', 'application/pdf'],
    ['PK\u0003\u0004', 'letter.docx', 'letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a;b\n1;2', 'list.csv', 'list.csv', 'text/csv'],
    ['Hello', 'letter.txt', 'letter.txt', 'text/plain'],
  ])('that begins with %j and is called %s is taken as what it is', async (start, name, shown, mediaType) => {
    expect(await visitorFile(bytes(start), name)).toEqual({ name: shown, mediaType });
  });

  it.each([
    ['a program', 'MZ\u0090\u0000', 'invoice.pdf'],
    ['a script', '#!/bin/sh', 'run.sh'],
    ['a web page', '<html><script>', 'page.html'],
    ['a picture made of text', '<svg xmlns="http://www.w3.org/2000/svg">', 'picture.svg'],
    ['an archive', 'PK\u0003\u0004', 'all.zip'],
    ['bytes that are no text', '\u00fe\u00ff\u0000a', 'letter.txt'],
    ['text with zeros in it', 'a\u0000b', 'letter.txt'],
    ['nothing that has a name', 'Hello', 'letter'],
  ])('is not taken when it is %s, whatever it is called', async (_, start, name) => {
    expect(await visitorFile(bytes(start), name)).toBeNull();
  });

  it.each(['invoice.exe', 'invoice\u202efdp.exe', 'invoice.pdf.exe', 'invoice.hta'])('with the bytes of a document is not taken under the name of a program: %j', async (name) => {
    expect(await visitorFile(bytes('%PDF-1.7'), name)).toBeNull();
  });

  it('that is text in its beginning alone is not taken', async () => {
    expect(await visitorFile(bytes(`${'a'.repeat(70_000)}\u0000`), 'letter.txt')).toBeNull();
  });

  it('is called what it is, at its end too', async () => {
    expect((await visitorFile(bytes('%PDF-1.7'), 'invoice.jpg'))?.name).toBe('invoice.jpg.pdf');
    expect((await visitorFile(bytes('%PDF-1.7'), 'C:\\Users\\ada\\invoice.pdf'))?.name).toBe('invoice.pdf');
    expect((await visitorFile(bytes('%PDF-1.7'), 'scan\u202egpj.pdf'))?.name).toBe('scangpj.pdf');
  });

  it('has the clean name that files of agents have, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('..', '../../etc/passwd', '.pdf', '')), fc.uint8Array({ maxLength: 40 }), async (name, contents) => {
        await visitorFile(contents, name);
        const file = await visitorFile(bytes('%PDF-1.7'), name);
        if (file === null) return;
        expect(cleanFileName(file.name)).toBe(file.name);
        expect(file.name).toMatch(/^[^/\\\p{Cc}\u202a-\u202e]+\.pdf$/iu);
      }),
    );
  });
});
