import { type Part, partsOf } from './archive.ts';
import { EnoughReadError, type Gathered } from './gathered.ts';
import { SharedStrings, gatherCells } from './spreadsheet.ts';
import { gatherXml, readXml, xmlOf } from './xml-text.ts';

/** How a file inside another is read. */
export type ReadInside = (bytes: Uint8Array, name: string) => Promise<void>;

const isXml = /\.(xml|rels|vml|xhtml|rdf)$/i;
const isSheet = /^xl\/worksheets\/[^/]+\.xml$/i;
/**
 * Says nothing that people write: how a printer was set, and thumbnails of the first page, whose words are those of the
 * page. What `[Content_Types].xml`, themes and fonts say is of the program that wrote them.
 */
const saysNothing = /(^|\/)(printerSettings\d*\.bin|thumbnail\.(png|jpe?g|emf|wmf)|\[Content_Types\]\.xml|theme\d*\.xml|fontTable\.xml|mimetype|layout-cache|manifest\.rdf)$/i;
const isFile = /\.(docx|xlsx|pptx|docm|xlsm|pptm|odt|ods|odp|rtf|pdf|html?|eml|png|jpe?g|txt|csv)$/i;
/** What is read first, so that the text begins with what the document begins with. */
const mainParts = [/^word\/document\.xml$/i, /^xl\/worksheets\//i, /^ppt\/slides\/[^/]+$/i, /^content\.xml$/i];

/** An office document, or whatever else somebody put into an archive. */
export async function readArchive(bytes: Uint8Array, gathered: Gathered, inside: ReadInside): Promise<void> {
  const parts = await partsOf(bytes, gathered);
  const names = new Set(parts.map(({ name }) => name));
  if (names.has('[Content_Types].xml') || names.has('mimetype')) return readOffice(parts.toSorted(inOrder), names, gathered, inside);
  for (const part of parts) await reading(gathered, async () => inside(await part.read(), part.name));
}

/** Office Open XML (ECMA-376) and OpenDocument (OASIS): every part of it, wherever it may be hidden. */
async function readOffice(parts: readonly Part[], names: ReadonlySet<string>, gathered: Gathered, inside: ReadInside): Promise<void> {
  if (names.size < parts.length) gathered.notWhole();
  const sharedPart = parts.find(({ name }) => /^xl\/sharedStrings\.xml$/i.test(name));
  const shared = new SharedStrings(sharedPart === undefined ? '' : xmlOf(await sharedPart.read(), gathered));
  for (const part of parts) {
    if (part === sharedPart || saysNothing.test(part.name)) continue;
    await reading(gathered, () => readPart(part, shared, gathered, inside));
  }
  gathered.apart(shared.leftOver());
}

async function readPart(part: Part, shared: SharedStrings, gathered: Gathered, inside: ReadInside): Promise<void> {
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
  } else if (isFile.test(part.name)) {
    await inside(await part.read(), part.name);
  } else {
    // Macros, embedded objects, fonts, sound, other pictures.
    gathered.notWhole();
  }
}

/** A damaged part is not read; the others are. @throws EnoughReadError */
async function reading(gathered: Gathered, read: () => Promise<void>): Promise<void> {
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
