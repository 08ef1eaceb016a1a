import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { utf8 } from '../../../shared/trust/bytes.ts';
import { writeSecretFile } from '../../store/durable-file.ts';
import type { AdminInput, AdminOutput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say } from './answering.ts';
import { refuseExisting } from './files.ts';

interface AskedExport extends Asked {
  readonly by: string;
  readonly format: AdminInput<'export.customer'>['format'];
  readonly to: string;
}

interface AskedCustomer extends AskedExport {
  readonly id?: string;
  readonly email?: string;
  readonly phone?: string;
}

export class AskedWrongly extends SealdeskError<'input'> {}

/** `sealdesk export ...` */
export function addExportCommands(program: Command): void {
  const command = program.command('export').description('what is known of a customer, with personal data hidden, in a file');
  exporting(command.command('customer'))
    .description('all conversations of a customer, who looked at what was hidden in them, and which files were written')
    .option('--email <address>', "the customer's")
    .option('--phone <number>', "the customer's, with the country's code")
    .option('--id <id>', "the customer's, as the inbox knows it")
    .action((o: AskedCustomer) => toFile(o, () => askHub(o.data, 'export.customer', { by: o.by, format: o.format, who: whoOf(o) })));
  exporting(command.command('conversation <id>'))
    .description('one conversation, with internal notes')
    .action((id: string, o: AskedExport) =>
      toFile(o, () => askHub(o.data, 'export.conversation', { by: o.by, format: o.format, conversation: id })),
    );
}

function exporting(command: Command): Command {
  return asking(command)
    .requiredOption('--by <address>', 'who has it made: somebody with the role "privacy"')
    .requiredOption('--to <file>', 'new file')
    .addOption(new Option('--format <format>', 'what it is written as').choices(['html', 'json', 'text']).default('html'));
}

function whoOf({ id, email, phone }: AskedCustomer): AdminInput<'export.customer'>['who'] {
  const given = [id === undefined ? null : { id }, email === undefined ? null : { email }, phone === undefined ? null : { phone }].filter((each) => each !== null);
  const [one] = given;
  if (one === undefined || given.length > 1) throw new AskedWrongly('input', 'Say who is meant by one of --email, --phone and --id.');
  // The hub checks it.
  return one;
}

async function toFile(o: AskedExport, ask: () => Promise<AdminOutput<'export.customer'>>): Promise<void> {
  await reporting(o, async () => {
    refuseExisting(o.to);
    const { number, sha256, content } = await ask();
    writeSecretFile(resolve(o.to), utf8(content));
    say(o, { number, sha256, file: o.to }, `Wrote ${o.to}, number ${number}. SHA-256 ${sha256}, as in the audit log.`);
  });
}
