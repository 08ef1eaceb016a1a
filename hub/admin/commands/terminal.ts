/**
 * What a terminal takes for an order (ECMA-48: control characters of both sets), what turns a line round (Unicode TR 9), and what ends one. A laptop that nobody has
 * approved says what it is called, and customers write mails: none of them is to draw over what IT reads before it decides.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what is shown here
const orders = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** As JSON and JavaScript write it. */
const named = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Of one line, or a part of one: what is no letter is named. */
export const inOneLine = (text: string): string => text.replaceAll(orders, named);

/** Of several lines, which may be indented. */
export const inLines = (text: string): string => text.replaceAll(orders, (sign) => (sign === '\n' || sign === '\t' ? sign : named(sign)));

/** A value in one line of JSON (RFC 8259), which reads back as the same. `JSON.stringify` leaves some of them as they are: they stand in strings alone. */
export const asJsonLine = (value: unknown): string => inOneLine(JSON.stringify(value ?? null));
