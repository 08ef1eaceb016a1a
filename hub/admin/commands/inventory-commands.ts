import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { foldedTag } from '../../enrolment/inventory.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, table } from './answering.ts';

interface AddOptions extends Asked {
  readonly serial?: string;
  readonly uuid?: string;
  readonly model?: string;
  readonly note?: string;
}

class InventoryCommandError extends SealdeskError<'asset-unknown' | 'file-unreadable'> {}

/** `sealdesk inventory ...` */
export function addInventoryCommands(program: Command): void {
  const inventory = program.command('inventory').description('the machines that the company owns');
  asking(inventory.command('import <file>'))
    .description('add or change machines from a CSV file with the heading tag,serial,uuid,model,note; all of it or nothing')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const outcome = await askHub(o.data, 'inventory.import', { csv: readText(file) });
        say(o, outcome, `Added ${outcome.added}, changed ${outcome.changed}, left ${outcome.same} as they were.`);
      }),
    );
  asking(inventory.command('add <tag>'))
    .description('add one machine; it needs a serial number or a hardware UUID')
    .option('--serial <number>', 'serial number, as the firmware has it')
    .option('--uuid <uuid>', 'hardware UUID (SMBIOS), as the firmware has it')
    .option('--model <name>', 'model')
    .option('--note <words>', 'note')
    .action((tag: string, o: AddOptions) =>
      reporting(o, async () => {
        const added = await askHub(o.data, 'inventory.add', { tag, serial: o.serial ?? '', hardwareUuid: o.uuid ?? '', model: o.model ?? '', note: o.note ?? '' });
        say(o, added, `Added ${added.tag}.`);
      }),
    );
  asking(inventory.command('list'))
    .description('list machines, and the devices that are enrolled on them')
    .action((o: Asked) =>
      reporting(o, async () => {
        const records = await askHub(o.data, 'inventory.list', null);
        const rows = records.map((r) => [r.tag, r.serial ?? '-', r.hardwareUuid ?? '-', r.model ?? '-', r.devices.join(' ') || '-']);
        say(o, records, table([['TAG', 'SERIAL NUMBER', 'HARDWARE UUID', 'MODEL', 'DEVICES'], ...rows]));
      }),
    );
  asking(inventory.command('remove <tag>'))
    .description('remove a machine; open invites for it are cancelled, devices on it stay as they are')
    .action((tag: string, o: Asked) =>
      reporting(o, async () => {
        const found = (await askHub(o.data, 'inventory.list', null)).find((record) => foldedTag(record.tag) === foldedTag(tag));
        if (!found) throw new InventoryCommandError('asset-unknown', 'There is no machine with this tag in the inventory. See "sealdesk inventory list".');
        say(o, await askHub(o.data, 'inventory.remove', { record: found.id }), `Removed ${found.tag}.`);
      }),
    );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InventoryCommandError('file-unreadable', 'The file cannot be read. Nothing was imported.', { cause });
  }
}
