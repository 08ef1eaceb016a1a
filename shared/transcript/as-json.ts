import { CustomerExport } from './customer-export.ts';
import { Transcript } from './transcript.ts';

/** As `docs/transcript.schema.json` and `docs/customer-export.schema.json` describe them, in UTF-8. */
export function asJson(written: Transcript | CustomerExport): string {
  const checked = written.kind === 'sealdesk-transcript' ? Transcript.parse(written) : CustomerExport.parse(written);
  return `${JSON.stringify(checked, null, 2)}\n`;
}
