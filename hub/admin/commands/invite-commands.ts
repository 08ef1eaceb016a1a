import type { Command } from 'commander';
import { toString as drawQr } from 'qrcode';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { foldedTag } from '../../enrolment/inventory.ts';
import { defaultInviteMinutes } from '../../enrolment/invites.ts';
import type { AdminInput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, moment, reporting, say, several, table, wholeNumber } from './answering.ts';

type MakeInput = AdminInput<'invite.make'>;

interface MakeOptions extends Asked {
  readonly agent: string;
  readonly minutes: number;
  readonly role?: string[];
  readonly asset?: string;
  readonly qr: boolean;
}

class AssetError extends SealdeskError<'asset-unknown'> {}

/** `sealdesk device invite`, `sealdesk invite ...` */
export function addInviteCommands(program: Command, device: Command): void {
  asking(device.command('invite'))
    .description('make a one-time invite for an agent')
    .requiredOption('--agent <address>', "the agent's e-mail address")
    .option('--role <role>', 'enrol for this role only; may be given several times', several)
    .option('--asset <tag>', 'only for this machine of the inventory')
    .option('--minutes <n>', 'how long it can be used', wholeNumber, defaultInviteMinutes)
    .option('--no-qr', 'without the QR code')
    .action((o: MakeOptions) => reporting(o, () => make(o)));

  const invite = program.command('invite').description('invites: who has one, take one back');
  asking(invite.command('list'))
    .description('list invites, the newest first; their codes are kept nowhere')
    .action((o: Asked) =>
      reporting(o, async () => {
        const invites = await askHub(o.data, 'invite.list', null);
        const rows = invites.map((i) => [i.id, i.state, i.agent.email, i.roles?.join(' ') ?? 'all', i.asset?.tag ?? 'any', moment(i.expiresAt), i.deviceId ?? '-']);
        say(o, invites, table([['ID', 'STATE', 'AGENT', 'ROLES', 'MACHINE', 'UNTIL', 'DEVICE'], ...rows]));
      }),
    );
  asking(invite.command('cancel <id>'))
    .description('take back an invite that nobody has used')
    .action((id: string, o: Asked) =>
      reporting(o, async () => {
        const cancelled = await askHub(o.data, 'invite.cancel', { invite: id });
        say(o, cancelled, `The invite for ${cancelled.agent.email} cannot be used any more.`);
      }),
    );
}

async function make(o: MakeOptions): Promise<void> {
  const asset = o.asset === undefined ? null : await assetId(o.data, o.asset);
  const made = await askHub(o.data, 'invite.make', { agent: o.agent, minutes: o.minutes, roles: (o.role ?? null) as MakeInput['roles'], asset });
  const qr = o.qr && !o.json ? [await drawQr(made.invite, { type: 'terminal', small: true, errorCorrectionLevel: 'L' })] : [];
  const words = [
    `Give this invite to the agent; it can be used once, until ${moment(made.expiresAt)}.`,
    'It is text to paste, a link that opens Sealdesk on the laptop, and the same as a QR code:',
    '',
    made.invite,
    '',
    ...qr,
  ];
  say(o, made, words.join('\n'));
}

async function assetId(data: string, tag: string): Promise<MakeInput['asset']> {
  const found = (await askHub(data, 'inventory.list', null)).find((record) => foldedTag(record.tag) === foldedTag(tag));
  if (!found) throw new AssetError('asset-unknown', 'There is no machine with this tag in the inventory. See "sealdesk inventory list".');
  return found.id;
}
