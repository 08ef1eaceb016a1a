import { imageSize } from 'image-size';
import { type Part, partsOf } from './archive.ts';
import { besidePicture } from './beside-picture.ts';
import { EnoughReadError, type Gathered } from './gathered.ts';
import { looseWords } from './loose-words.ts';
import { SharedStrings, gatherCells } from './spreadsheet.ts';
import { gatherXml, readXml, xmlOf } from './xml-text.ts';

/** How a file inside another is read. */
export type ReadInside = (bytes: Uint8Array, name: string) => Promise<void>;

interface Reading {
  readonly inside: ReadInside;
  readonly pictures: boolean;
}

const isXml = /\.(xml|rels|vml|xhtml|rdf)$/i;
const isSheet = /^xl\/worksheets\/[^/]+\.xml$/i;
/** What programs keep for themselves: how a printer was set, how lines were broken, and what kind of document it is. */
const programs = /(^|\/)(printerSettings\d*\.bin|mimetype|layout-cache)$/i;
const documentType = /^application\/[\w.+-]{1,100}$/;
const isThumbnail = /(^|\/)thumbnail\.(png|jpe?g)$/i;
/** Points along the side of a thumbnail that programs make of the first page. */
const maxThumbnail = 256;
const isFile = /\.(docx|xlsx|pptx|docm|xlsm|pptm|odt|ods|odp|rtf|pdf|html?|eml|png|jpe?g|txt|csv)$/i;
/** What is read first, so that the text begins with what the document begins with. */
const mainParts = [/^word\/document\.xml$/i, /^xl\/worksheets\//i, /^ppt\/slides\/[^/]+$/i, /^content\.xml$/i];

/**
 * An office document, or whatever else somebody put into an archive.
 * @param pictures whether they are read: thumbnails then are as others.
 */
export async function readArchive(bytes: Uint8Array, gathered: Gathered, inside: ReadInside, pictures: boolean): Promise<void> {
  const parts = await partsOf(bytes, gathered);
  const names = new Set(parts.map(({ name }) => name));
  if (names.has('[Content_Types].xml') || names.has('mimetype')) return readOffice(parts.toSorted(inOrder), names, gathered, { inside, pictures });
  for (const part of parts) await attempt(gathered, async () => inside(await part.read(), part.name));
}

/** Office Open XML (ECMA-376) and OpenDocument (OASIS): every part of it, wherever it may be hidden. */
async function readOffice(parts: readonly Part[], names: ReadonlySet<string>, gathered: Gathered, reading: Reading): Promise<void> {
  if (names.size < parts.length) gathered.notWhole();
  const sharedPart = parts.find(({ name }) => /^xl\/sharedStrings\.xml$/i.test(name));
  const shared = new SharedStrings(sharedPart === undefined ? '' : xmlOf(await sharedPart.read(), gathered));
  for (const part of parts) {
    if (part === sharedPart) continue;
    await attempt(gathered, () => readPart(part, shared, gathered, reading));
  }
  gathered.apart(shared.leftOver());
}

async function readPart(part: Part, shared: SharedStrings, gathered: Gathered, { inside, pictures }: Reading): Promise<void> {
  if (isSheet.test(part.name)) {
    const xml = xmlOf(await part.read(), gathered);
    if (gathered.length > 0) gathered.add('\n\n');
    gatherCells(xml, shared, gathered);
    gathered.add('\n');
    gatherXml(xml, gathered, 'sheetdata');
  } else if (isXml.test(part.name)) {
    const content = await part.read();
    // An OpenDocument file whose parts are encrypted says so here (OpenDocument 1.3 part 2, section 4.8.1).
    if (part.name === 'META-INF/manifest.xml') {
      if (Buffer.from(content).includes('encryption-data')) gathered.notWhole();
      return;
    }
    if (gathered.length > 0) gathered.add('\n\n----\n\n');
    readXml(content, gathered);
  } else if (programs.test(part.name)) {
    const words = looseWords(await part.read());
    if (!documentType.test(words)) gathered.apart(words);
  } else if (isThumbnail.test(part.name) && !pictures) {
    readThumbnail(await part.read(), gathered);
  } else if (isFile.test(part.name)) {
    await inside(await part.read(), part.name);
  } else {
    // Macros, embedded objects, fonts, sound, other pictures.
    gathered.notWhole();
  }
}

/** A small picture of the first page shows words of that page, too small to be read. What is larger, or more than a picture, is none. */
function readThumbnail(picture: Uint8Array, gathered: Gathered): void {
  const { text, whole } = besidePicture(picture);
  const { width, height } = imageSize(picture);
  gathered.apart(text);
  if (!whole || width > maxThumbnail || height > maxThumbnail) gathered.notWhole();
}

/** A damaged part is not read; the others are. @throws EnoughReadError */
async function attempt(gathered: Gathered, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof EnoughReadError) throw error;
    gathered.notWhole();
  }
}

const rank = (name: string) => {
  const at = mainParts.findIndex((form) => form.test(name));
  return at === -1 ? mainParts.length : at;
};

function inOrder(a: Part, b: Part): number {
  return rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, 'en', { numeric: true });
}
