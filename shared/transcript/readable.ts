/** Line ends of every kind (Unicode 16, section 5.8), each of which some reader takes for one. */
const lineEnds = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/** Controls that a terminal or a reader would act on (C0 but tab and line feed, DEL, C1), and what changes the direction of all that follows. */
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text as it can be written down: whole characters, one kind of line end, nothing that is acted on. */
export function readable(text: string): string {
  return text.replace(lineEnds, '\n').replace(controls, '').replace(/\p{Cs}/gu, '\ufffd');
}

/** The same in one line. */
export function oneLine(text: string): string {
  return readable(text).replace(/\s+/g, ' ').trim();
}
