import { z } from 'zod';

/**
 * What a stranger's text does to the direction of letters (UAX #9, section 2). An override turns letters round that have a direction of
 * their own: `invoice\u202egpj.exe` is seen as `invoiceexe.jpg`, and a card number written backwards as the number. No language needs one.
 * Embeddings and isolates are of use within a text in two directions, and of none in a name.
 */
const overrides = /[\u202d\u202e]/gu;
const allTurning = /[\u202a-\u202e\u2066-\u2069]/gu;
/** Seen by nobody, turns nothing, and as long as what it stands for: places in the text stay what they are. */
const nothing = '\u200b';

/** A text of several lines as it is shown. */
export const textShown = (text: string): string => text.replaceAll(overrides, nothing);
/** A name, a subject, a file's name or a preview as it is shown. */
export const nameShown = (name: string): string => name.replaceAll(allTurning, nothing);

/** @param most UTF-16 code units */
export const ShownText = (most: number) => z.string().max(most).overwrite(textShown);
export const ShownName = (most: number) => z.string().max(most).overwrite(nameShown);
