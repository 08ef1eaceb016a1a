/** Bounds of what is read of one file at intake. What goes beyond was not read whole, and counts as not looked into. */

/** Largest file that is looked into, in bytes. */
export const maxDocumentBytes = 32 * 1024 * 1024;
/** Text that is looked through, of a file and all that lies in it, in UTF-16 code units. */
export const maxDocumentText = 8 * 1024 * 1024;
/** Redacted text that is delivered in place of a file, in UTF-16 code units. */
export const maxTextInstead = 1024 * 1024;

/** Parts of one archive. */
export const maxEntries = 5_000;
/** What the parts of one file, and of the files in it, may take when they are inflated, in bytes. */
export const maxInflated = 64 * 1024 * 1024;
/** A folder in a folder of a compound file: messages in messages have three each. */
export const maxCompoundDepth = 16;
/** A file in a file in a file. */
export const maxDepth = 3;
/** Pages of a PDF. */
export const maxPdfPages = 500;
/** Points of a picture that is read by OCR. */
export const maxPicturePoints = 25_000_000;
/** Pictures of one file that are read by OCR. */
export const maxPictures = 20;
/** How long pictures of one file are begun with, in milliseconds: less than its process may take, so that what was found until then counts. */
export const maxPictureTime = 60_000;

/** Points of a picture in a PDF, as it lies in it: a page of A4 that was scanned at 600 dots per inch has 35 million. */
export const maxPdfPicturePoints = 36_000_000;
/** Points that the pictures of one page of a PDF may have together: all of them are in memory at once. */
export const maxDecodedPoints = 100_000_000;
/** Pictures that are drawn on a page: strips, tiles, letters. */
export const maxPlacedPictures = 1_000;
/** Points of a page that is read by OCR: A4 at 300 dots per inch. What is larger is made smaller, to half of that at most. */
export const maxPagePoints = 9_000_000;
