import { resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../../../shared/domain/clock.ts';
import { backupOf, restoreBackup } from '../../store/backup.ts';
import { placeMasterKey, readMasterKey } from '../../store/master-key.ts';
import { readRecoveryText, recoverySheet } from '../../store/recovery-sheet.ts';
import { askHub } from '../ask-hub.ts';
import { erasedSince } from '../../privacy/erased-since.ts';
import { type Asked, asking, moment, reporting, say, typedSheet } from './answering.ts';
import { contentOf } from './files.ts';

/** `sealdesk master-key ...`, `sealdesk backup` and `sealdesk restore`: what needs the data folder itself. */
export function addKeyCommands(program: Command): void {
  const key = program.command('master-key').description('the key that everything in the database is sealed under');
  asking(key.command('sheet'))
    .description('print the recovery sheet')
    .action((o: Asked) =>
      reporting(o, async () => {
        const masterKey = readMasterKey(resolve(o.data));
        const { organisation } = await askHub(o.data, 'master-key.sheet-printed', null);
        const sheet = recoverySheet('master-key', masterKey, { organisation, madeAt: new Date(systemClock.now()) });
        say(o, { sheet }, sheet);
      }),
    );
  asking(key.command('recover'))
    .description('put the master key back from the recovery sheet; what is typed is read from standard input')
    .action((o: Asked) =>
      reporting(o, async () => {
        placeMasterKey(resolve(o.data), readRecoveryText('master-key', typedSheet()));
        say(o, { recovered: true }, 'The master key is back in its place.');
      }),
    );

  asking(program.command('backup'))
    .description('copy the database while the hub runs; the master key is not in the copy')
    .requiredOption('--to <file>', 'new file, such as sealdesk-2026-01-31.tar.gz')
    .action((o: Asked & { to: string }) =>
      reporting(o, async () => {
        const manifest = await backupOf(resolve(o.data), resolve(o.to), systemClock);
        const [database] = manifest.files;
        await askHub(o.data, 'backup.made', { sha256: database?.sha256 ?? '' });
        say(o, manifest, `Backed up to ${o.to} (${database?.size ?? 0} bytes, as of ${moment(manifest.madeAt)}). Without the master key it is of no use: keep its recovery sheet.`);
      }),
    );
  asking(program.command('restore'))
    .description('unpack a backup into an empty data folder')
    .requiredOption('--from <file>', 'a file that "sealdesk backup" made')
    .option('--audit <file>', 'an export of the audit log made since, to be told who is to be erased again')
    .action((o: Asked & { from: string; audit?: string }) =>
      reporting(o, async () => {
        // Before anything is done: a file that is not there is no reason to stop half-way.
        const log = o.audit === undefined ? null : contentOf(o.audit);
        const manifest = await restoreBackup(resolve(o.from), resolve(o.data), systemClock);
        const erased = log === null ? null : erasedSince(log, manifest.madeAt);
        say(
          o,
          { ...manifest, erased },
          [
            `Restored the hub as of ${moment(manifest.madeAt)} into ${o.data}. Put the master key back with "sealdesk master-key recover", then start the hub.`,
            'Whatever was decided after that moment is undone: revoke again the devices that were revoked since, suspend the agents that were suspended, remove the channels that were removed, set the policy that was set.',
            ...eraseAgain(erased, o.audit),
          ].join('\n'),
        );
      }),
    );
}

/** @param erased null where nobody has said, or what was given is no audit log */
function eraseAgain(erased: readonly string[] | null, audit: string | undefined): string[] {
  if (erased === null) return [`Customers who were erased after that moment are back${audit === undefined ? '' : `, and ${audit} is no export of an audit log`}. Each is a customer.erased in the audit log that was exported last: erase them again with "sealdesk customer erase ID".`];
  return erased.length === 0 ? ['By that audit log nobody was erased after that moment.'] : ['Erased after that moment, and back: erase them again once the hub has its master key.', ...erased.map((id) => `  sealdesk customer erase ${id}`)];
}
