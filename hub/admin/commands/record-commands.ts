import { closeSync, openSync, writeSync } from 'node:fs';
import type { Command } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say } from './answering.ts';
import { asJsonLine } from './terminal.ts';

class AuditBrokenError extends SealdeskError<'audit-broken'> {}

/** `sealdesk audit ...` */
export function addRecordCommands(program: Command): void {
  const audit = program.command('audit').description('who did what: append-only, hash-chained');
  asking(audit.command('verify'))
    .description('follow the chain from its first entry')
    .action((o: Asked) =>
      reporting(o, async () => {
        const verdict = await askHub(o.data, 'audit.verify', null);
        if (!verdict.intact) {
          if (o.json) console.log(asJsonLine(verdict));
          throw new AuditBrokenError('audit-broken', `The audit log has been tampered with: entry ${verdict.brokenAt} does not follow from the one before it.`);
        }
        say(o, verdict, `All ${verdict.entries} entries follow from one another. Head: ${verdict.head}`);
      }),
    );
  asking(audit.command('export'))
    .description('write every entry with its hash, one JSON object a line')
    .option('--to <file>', 'new file; standard output otherwise')
    .action((o: Asked & { to?: string }) =>
      reporting(o, async () => {
        const out = o.to ? openSync(o.to, 'wx', 0o600) : 1;
        let entries = 0;
        for (;;) {
          const page = await askHub(o.data, 'audit.page', { after: entries });
          for (const line of page) writeSync(out, `${JSON.stringify(line)}\n`);
          entries += page.length;
          if (page.length === 0) break;
        }
        if (o.to) {
          closeSync(out);
          say(o, { entries }, `Wrote ${entries} entries to ${o.to}.`);
        }
      }),
    );
}
