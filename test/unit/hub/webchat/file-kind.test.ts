import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniffed } from '../../../../hub/channels/webchat/file-kind.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('a file of a visitor', () => {
  it.each([
    ['\u00ff\u00d8\u00ff\u00e0', 'parcel.jpg', 'parcel.jpg', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'parcel.PNG', 'parcel.png', 'image/png'],
    ['GIF89a', 'parcel.gif', 'parcel.gif', 'image/gif'],
    ['RIFF\u0001\u0001\u0001\u0001WEBP', 'parcel.webp', 'parcel.webp', 'image/webp'],
    ['\u0000\u0000\u0000\u0018ftypheic', 'IMG_1.HEIC', 'IMG_1.heic', 'image/heic'],
    ['%PDF-1.7', 'invoice.pdf', 'invoice.pdf', 'application/pdf'],
    ['PK\u0003\u0004', 'letter.docx', 'letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a;b\n1;2', 'list.csv', 'list.csv', 'text/csv'],
    ['Hello', 'letter.txt', 'letter.txt', 'text/plain'],
  ])('that begins with %j and is called %s is taken as what it is', (start, name, shown, mediaType) => {
    expect(sniffed(bytes(start), name)).toEqual({ name: shown, mediaType });
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
  ])('is not taken when it is %s, whatever it is called', (_, start, name) => {
    expect(sniffed(bytes(start), name)).toBeNull();
  });

  it('is called what it is, at its end too', () => {
    expect(sniffed(bytes('%PDF-1.7'), 'invoice.exe')?.name).toBe('invoice.exe.pdf');
    expect(sniffed(bytes('%PDF-1.7'), 'C:\\Users\\ada\\invoice.pdf')?.name).toBe('invoice.pdf');
    expect(sniffed(bytes('%PDF-1.7'), 'invoice\u202efdp.exe')?.name).toBe('invoicefdp.exe.pdf');
  });

  it('has a plain name of bounded length, whatever it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('..', '../../etc/passwd', '.pdf', '')), fc.uint8Array({ maxLength: 40 }), (name, contents) => {
        sniffed(contents, name);
        const file = sniffed(bytes('%PDF-1.7'), name);
        expect(file?.name).toMatch(/^[^/\\\p{Cc}\u202a-\u202e]{1,135}$/u);
        expect(file?.name).toMatch(/\.pdf$/i);
        expect(file?.name.startsWith('.')).toBe(false);
      }),
    );
  });
});
