import { PDFDocument, PDFHexString, PDFName, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { zipOf, type ZipPart } from './zip-of.ts';

/** Documents as programs write them, with what is asked for in the place that is asked for. Nobody's card: 4111 1111 1111 1111 is the networks' own example. */
export const card = '4111 1111 1111 1111';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const types: ZipPart = { name: '[Content_Types].xml', content: `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>` };
const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';

/** A text document; `body` and whatever else are in WordprocessingML. */
export function docx(body: string, ...more: readonly ZipPart[]): Buffer {
  return zipOf([types, { name: 'word/document.xml', content: `${xml}<w:document ${w}><w:body>${body}</w:body></w:document>` }, ...more]);
}
export const wordPart = (name: string, root: string, body: string): ZipPart => ({ name: `word/${name}`, content: `${xml}<w:${root} ${w}>${body}</w:${root}>` });
/** A paragraph in runs. */
export const paragraph = (...runs: readonly string[]) => `<w:p w:rsidR="00A77427"><w:pPr><w:jc w:val="left"/></w:pPr>${runs.map((run) => `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${run}</w:t></w:r><w:proofErr w:type="spellStart"/>`).join('')}</w:p>`;

/** A workbook with one sheet; `cells` are rows of SpreadsheetML. */
export function xlsx(rows: string, { strings = [], state = 'visible', more = [], sheetEnd = '' }: { readonly strings?: readonly string[]; readonly state?: string; readonly more?: readonly ZipPart[]; readonly sheetEnd?: string } = {}): Buffer {
  const s = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  return zipOf([
    types,
    { name: 'xl/workbook.xml', content: `${xml}<workbook ${s}><sheets><sheet name="Orders" sheetId="1" state="${state}"/></sheets></workbook>` },
    { name: 'xl/sharedStrings.xml', content: `${xml}<sst ${s}>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>` },
    { name: 'xl/worksheets/sheet1.xml', content: `${xml}<worksheet ${s}><sheetData>${rows}</sheetData>${sheetEnd}</worksheet>` },
    ...more,
  ]);
}

/** A presentation; each slide in DrawingML. */
export function pptx(slides: readonly string[], ...more: readonly ZipPart[]): Buffer {
  const p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
  return zipOf([types, ...slides.map((slide, at) => ({ name: `ppt/slides/slide${at + 1}.xml`, content: `${xml}<p:sld ${p}>${slide}</p:sld>` })), ...more]);
}

/** OpenDocument: text, table or presentation, by what stands in its body. */
export function odf(kind: 'text' | 'spreadsheet' | 'presentation', body: string, ...more: readonly ZipPart[]): Buffer {
  const o = ['office', 'text', 'table', 'draw', 'presentation', 'svg'].map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`).join(' ');
  return zipOf([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}` },
    { name: 'content.xml', content: `${xml}<office:document-content ${o}><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>` },
    ...more,
  ]);
}

export interface PdfPlan {
  readonly pages?: readonly string[];
  readonly note?: string;
  readonly field?: string;
  readonly property?: string;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  /** PNG. */
  readonly picture?: Uint8Array;
  /** A page on which lines are drawn and nothing is written. */
  readonly drawing?: boolean;
}

/** A PDF with a text layer, and what else is asked for. */
export async function pdf({ pages = ['Thank you for your order.'], note, field, property, file, picture, drawing = false }: PdfPlan): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.setProducer('a printer');
  document.setCreator('a program');
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const text of pages) document.addPage([400, 400]).drawText(text, { x: 40, y: 200, size: 14, font });
  if (drawing) document.addPage([400, 400]).drawRectangle({ x: 10, y: 10, width: 100, height: 20, color: rgb(0, 0, 0) });
  const first = document.getPage(0);
  if (note !== undefined) {
    const annotation = document.context.obj({ Type: 'Annot', Subtype: 'Text', Rect: [10, 10, 30, 30] });
    annotation.set(PDFName.of('Contents'), PDFHexString.fromText(note));
    first.node.addAnnot(document.context.register(annotation));
  }
  if (field !== undefined) {
    const input = document.getForm().createTextField('payment');
    input.setText(field);
    input.addToPage(first, { x: 40, y: 100, width: 200, height: 20 });
  }
  if (property !== undefined) document.setSubject(property);
  if (file !== undefined) await document.attach(file.bytes, file.name, {});
  if (picture !== undefined) first.drawImage(await document.embedPng(picture), { x: 10, y: 10, width: 50, height: 50 });
  return Buffer.from(await document.save());
}

/** A PDF that asks for a password before it shows anything. */
export async function lockedPdf(text: string): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage().drawText(text);
  document.encrypt({ userPassword: 'open sesame', ownerPassword: 'another' });
  return Buffer.from(await document.save());
}

