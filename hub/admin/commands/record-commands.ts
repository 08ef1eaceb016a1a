import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Command } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say } from './answering.ts';

class FileError extends SealdeskError<'file-malformed' | 'audit-broken'> {}

/** `sealdesk policy ...` and `sealdesk audit ...` */
export function addRecordCommands(program: Command): void {
  const policy = program.command('policy').description('what the company decides for its devices, signed');
  asking(policy.command('show'))
    .description('the policy in force')
    .action((o: Asked) =>
      reporting(o, async () => {
        const inForce = await askHub(o.data, 'policy.show', null);
        say(o, inForce, JSON.stringify(inForce, null, 2));
      }),
    );
  asking(policy.command('set <file>'))
    .description('sign a new version: the whole document, as "policy show" gives it')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const set = await askHub(o.data, 'policy.set', readJson(file) as never);
        say(o, set, `Policy version ${set.version} is in force. Connected devices have been told.`);
      }),
    );

  const audit = program.command('audit').description('who did what: append-only, hash-chained');
  asking(audit.command('verify'))
    .description('follow the chain from its first entry')
    .action((o: Asked) =>
      reporting(o, async () => {
        const verdict = await askHub(o.data, 'audit.verify', null);
        if (!verdict.intact) {
          if (o.json) console.log(JSON.stringify(verdict));
          throw new FileError('audit-broken', `The audit log has been tampered with: entry ${verdict.brokenAt} does not follow from the one before it.`);
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

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new FileError('file-malformed', 'The file cannot be read or is not JSON. Nothing was changed.', { cause });
  }
}
