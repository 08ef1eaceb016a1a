import { Transcript } from './transcript.ts';

/** As `docs/transcript.schema.json` describes it, in UTF-8. */
export function asJson(transcript: Transcript): string {
  return `${JSON.stringify(Transcript.parse(transcript), null, 2)}\n`;
}
