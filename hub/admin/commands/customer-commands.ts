import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { AdminInput, AdminOutput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, moment, reporting, say, table } from './answering.ts';

interface AskedOf extends Asked {
  readonly by: string;
}

interface AskedToErase extends AskedOf {
  readonly because?: string;
  readonly confirm?: string;
  readonly dryRun: boolean;
  readonly status: boolean;
}

export class EraseAskedWrongly extends SealdeskError<'input'> {}

type Who = AdminInput<'erasure.preview'>['who'];

/** `sealdesk customer ...`: what the privacy role does to somebody who asks to be forgotten. */
export function addCustomerCommands(program: Command): void {
  const command = program.command('customer').description('erase somebody who asks to be forgotten, or hold them');
  by(command.command('erase [customer]'))
    .description('an address, a number with the country’s code, or an id: all that the hub and the laptops have of them, for good')
    .option('--because <reason>', 'for the audit log, without a name or an address: the number of their request, for example')
    .option('--confirm <typed>', 'their name, or an address or number of theirs, instead of being asked for it')
    .option('--dry-run', 'say what would go, and change nothing', false)
    .option('--status', 'who was erased, and on which laptops that is still to be done', false)
    .action((customer: string | undefined, o: AskedToErase) => reporting(o, () => (o.status ? status(o) : erase(o, customer))));
  by(command.command('hold <customer>'))
    .description('a legal hold: nothing of them is erased until it is lifted')
    .action((customer: string, o: AskedOf) =>
      reporting(o, async () => say(o, await askHub(o.data, 'erasure.hold', { by: o.by, who: whoIs(customer) }), 'Nothing of this customer is erased until the hold is lifted with "sealdesk customer unhold".')),
    );
  by(command.command('unhold <customer>'))
    .description('lift a legal hold')
    .action((customer: string, o: AskedOf) =>
      reporting(o, async () => say(o, await askHub(o.data, 'erasure.unhold', { by: o.by, who: whoIs(customer) }), 'The hold is lifted. Nothing was erased by that.')),
    );
}

function by(command: Command): Command {
  return asking(command).requiredOption('--by <address>', 'who has it done: somebody with the role "privacy"');
}

/** By what it looks like. The hub checks it. */
function whoIs(customer: string): Who {
  const given = customer.trim();
  if (given.includes('@')) return { email: given };
  return /^[0-9a-f]{8}-/i.test(given) ? { id: given.toLowerCase() } : { phone: given.replaceAll(/[\s()/.-]/g, '') };
}

async function erase(o: AskedToErase, customer: string | undefined): Promise<void> {
  if (customer === undefined) throw new EraseAskedWrongly('input', 'Say who is meant: by an address, a number with the country’s code, or an id.');
  if (!o.dryRun && o.because === undefined) throw new EraseAskedWrongly('input', 'Say why with --because. See what would go with --dry-run.');
  const who = whoIs(customer);
  const preview = await askHub(o.data, 'erasure.preview', { by: o.by, who });
  if (o.dryRun) return say(o, preview, previewInWords(preview));
  const confirmed = o.confirm ?? (await typed(previewInWords(preview)));
  const erased = await askHub(o.data, 'erasure.carry-out', { by: o.by, who: { id: preview.customer.id }, confirmed, because: o.because ?? '' });
  say(o, erased, [
    `Erased at the hub, as of ${moment(erased.at)}. The audit log has it under ${erased.customer}.`,
    erased.laptops === 0 ? 'No laptop has to be told.' : `${erased.laptops} laptop(s) are told, and erase it at their next contact before anything else. See which have not yet with "sealdesk customer erase --status".`,
    'Backups made before this moment still have it: they bring it back.',
  ].join('\n'));
}

async function status(o: AskedOf): Promise<void> {
  const list = await askHub(o.data, 'erasure.list', { by: o.by });
  const rows = list.flatMap(({ customer, at, laptops }) =>
    laptops.length === 0
      ? [[customer, moment(at), 'on every laptop', '', '']]
      : laptops.map(({ name, agent, lastContactAt, leaseUntil }) => [customer, moment(at), `not yet on ${name} of ${agent}`, `last heard ${moment(lastContactAt)}`, leaseUntil === null ? 'opens only with the hub' : `opens without the hub until ${moment(leaseUntil)}`]),
  );
  say(o, list, rows.length === 0 ? 'Nobody has been erased.' : table(rows));
}

/** @throws EraseAskedWrongly where nobody is there to type it */
async function typed(preview: string): Promise<string> {
  if (!process.stdin.isTTY) throw new EraseAskedWrongly('input', 'Nothing was erased: nobody is at the terminal to confirm it. Confirm with --confirm.');
  console.error(preview);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('This cannot be taken back. To erase all of it, type their name, or an address or number of theirs: ');
  } finally {
    terminal.close();
  }
}

export function previewInWords({ customer, since, theirs, laptops, held, settling }: AdminOutput<'erasure.preview'>): string {
  const known = customer.identities.map(({ kind, shown }) => `${kind} ${shown}`).join(', ');
  return [
    `${customer.name === '' ? '(no name)' : customer.name}, known since ${moment(since)}${known === '' ? '' : ` by ${known}`} (${customer.id})`,
    `Would go: ${theirs.conversations} conversation(s), ${theirs.messages} message(s), ${theirs.files} file(s) of ${theirs.fileBytes} bytes, ${theirs.drafts} draft(s), ${theirs.notes} note(s), ${theirs.orderChanges} change(s) to orders, ${theirs.originals} kept original(s).`,
    ...(theirs.merged === 0 ? [] : [`${theirs.merged} customer(s) who were merged into them go with them.`]),
    ...(theirs.unsent === 0 ? [] : [`${theirs.unsent} accepted message(s) that have not been sent never will be.`]),
    ...(theirs.blocked === 0 ? [] : ['They are blocked, and will not be any more: whoever writes again is somebody new.']),
    laptops.length === 0 ? 'No laptop shows any of it now.' : `On: ${laptops.map(({ name, agent }) => `${name} of ${agent}`).join(', ')}.`,
    ...(held ? ['There is a legal hold: nothing can be erased until it is lifted.'] : []),
    ...(settling === 0 ? [] : ['A shop was asked to change an order of theirs, and has not answered yet: nothing can be erased until it is known what it did.']),
  ].join('\n');
}
