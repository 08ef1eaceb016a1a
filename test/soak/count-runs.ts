import { appendFileSync } from 'node:fs';
import fc from 'fast-check';

/**
 * Loaded before each test file of a campaign: every property writes down how often it was run, and one that names no
 * number of its own (test/doubles/how-often.ts) is run as often as the campaign says.
 */
const ledger = process.env['SEALDESK_SOAK_LEDGER'];
if (ledger !== undefined) {
  fc.configureGlobal({
    numRuns: Number(process.env['SEALDESK_SOAK_RUNS']),
    reporter: (details) => {
      appendFileSync(ledger, `${details.numRuns}\n`);
      const complaint = fc.defaultReportMessage(details);
      if (complaint !== undefined) throw new Error(complaint);
    },
  });
}
