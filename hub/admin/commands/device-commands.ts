import type { Command } from 'commander';
import type { InventoryMatch, WipeCause } from '../../../shared/domain/device.ts';
import { shownOneTimeCode } from '../../../shared/domain/typed-code.ts';
import type { AdminOutput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, moment, reporting, say, table } from './answering.ts';

type Card = AdminOutput<'device.show'>;

const decisions = [
  ['approve', 'approve a device whose safety number you have compared with the one on its screen'],
  ['deny', 'deny a device that waits for approval'],
  ['reinstate', 'give a suspended device back what it was'],
] as const;
const endings = [
  ['suspend', 'take a device out of use, until it is reinstated'],
  ['revoke', 'end a device: at once where it is connected, at its next contact otherwise'],
  ['wipe', 'order a device to destroy everything of Sealdesk on it'],
] as const;

/** `sealdesk device ...` @returns the command, for those that are added to it. */
export function addDeviceCommands(program: Command): Command {
  const device = program.command('device').description('devices: invite, approve, suspend, revoke, wipe');
  asking(device.command('list'))
    .description('list devices')
    .action((o: Asked) =>
      reporting(o, async () => {
        const devices = await askHub(o.data, 'device.list', null);
        const rows = devices.map((d) => [d.id, d.state, d.name, d.agent.email, d.verdict, d.online ? 'now' : moment(d.lastContactAt)]);
        say(o, devices, table([['ID', 'STATE', 'NAME', 'AGENT', 'POSTURE', 'LAST CONTACT'], ...rows]));
      }),
    );
  asking(device.command('show <id>'))
    .description('everything IT needs to decide about a device')
    .action((id: string, o: Asked) => reporting(o, async () => sayCard(o, await askHub(o.data, 'device.show', { device: id }))));
  for (const [name, description] of decisions) {
    asking(device.command(`${name} <id>`))
      .description(description)
      .action((id: string, o: Asked) => reporting(o, async () => sayCard(o, await askHub(o.data, `device.${name}`, { device: id }))));
  }
  for (const [name, description] of endings) {
    asking(device.command(`${name} <id>`))
      .description(description)
      .requiredOption('--reason <words>', 'shown on the device and kept with it')
      .action((id: string, o: Asked & { reason: string }) => reporting(o, async () => sayCard(o, await askHub(o.data, `device.${name}`, { device: id, reason: o.reason }))));
  }
  asking(device.command('reset-totp <id>'))
    .description('end the authenticator of a device, and make the one code its agent sets up another with')
    .requiredOption('--reason <words>', 'kept with the device until there is another authenticator')
    .action((id: string, o: Asked & { reason: string }) =>
      reporting(o, async () => {
        const reset = await askHub(o.data, 'device.reset-totp', { device: id, reason: o.reason });
        say(o, reset, resetWords(reset));
      }),
    );
  return device;
}

function sayCard(asked: Asked, card: Card): void {
  const { posture } = card;
  const approvals = card.approvals.map(({ by, at }) => `${by}, ${moment(at)}`).join('; ') || 'none';
  say(
    asked,
    card,
    table([
      ['Device', `${card.name} (${card.id})`],
      ['State', stateWords(card)],
      ['Agent', `${card.agent.name} (${card.agent.email})`],
      ['Roles', card.roles.join(' ') || 'none'],
      ['Safety number', card.safetyNumber],
      ['Machine', [posture.manufacturer, posture.model ?? 'unknown model', posture.hostName, `${posture.platform} ${posture.osVersion}`].filter(Boolean).join(', ')],
      ['Serial number', posture.serial ?? '-'],
      ['Hardware UUID', posture.hardwareUuid ?? '-'],
      ['Inventory', inventoryWords(card.inventory)],
      ['Sealdesk', `${posture.appVersion}, keychain: ${posture.keychainBackend}`],
      [`Posture`, `${card.verdict}, reported ${moment(card.postureAt)}`],
      ...card.checks.map(({ check, state, detail, verdict }) => [`  ${check}`, `${state}${verdict === 'allow' ? '' : ` (${verdict})`}: ${detail}`]),
      ['Approvals', `${approvals} (${card.approvalsNeeded} needed)`],
      ['Enrolled', moment(card.createdAt)],
      ['Decided', moment(card.decidedAt)],
      ['Last contact', card.online ? 'connected now' : moment(card.lastContactAt)],
      ['Certificate until', moment(card.certificateUntil)],
      ['Lease until', moment(card.leaseUntil)],
      ...unlockRows(card),
      ['Wiped', card.wipeCause === null ? '-' : `${moment(card.wipedAt)}, ${causes[card.wipeCause]}`],
    ]),
  );
}

function resetWords({ device, code, expiresAt }: AdminOutput<'device.reset-totp'>): string {
  return [
    `The authenticator of ${device.agent.name} on ${device.name} has ended, and so have its recovery codes.`,
    'Read this code to the agent, face to face or on the telephone, and to nobody else. It is not shown again:',
    '',
    `  ${shownOneTimeCode(code)}`,
    '',
    `Good once, on this laptop only, with its passphrase, until ${moment(expiresAt)}. Sealdesk then asks for another authenticator.`,
  ].join('\n');
}

function unlockRows({ unlock, reason, state }: Card): string[][] {
  if (!unlock) return [];
  return [
    ['Authenticator', unlock.authenticator === 'set-up' ? 'set up' : `ended by IT${state === 'active' && reason !== null ? `: ${reason}` : ''}`],
    ['Recovery codes left', String(unlock.recoveryCodesLeft)],
    ['Wrong tries in a row', unlock.shareDestroyed ? `${unlock.failures}: too many, it has to be enrolled anew` : String(unlock.failures)],
  ];
}

const causes: Readonly<Record<WipeCause, string>> = {
  ordered: 'as ordered',
  forgotten: 'by its agent: the passphrase was forgotten',
  duress: 'by itself: the duress passphrase was typed',
};

function stateWords({ state, ordered, reason }: Card): string {
  const waiting = ordered === 'wipe-order' && state !== 'wiped' ? ', wipe ordered' : '';
  return `${state}${waiting}${reason === null || state === 'active' ? '' : `: ${reason}`}`;
}

function inventoryWords(match: InventoryMatch): string {
  switch (match.kind) {
    case 'listed':
      return `listed as ${match.tag}`;
    case 'unlisted':
      return 'not in the inventory';
    case 'unknown':
      return 'unknown: it tells neither serial number nor hardware UUID';
    case 'no-inventory':
      return 'there is no inventory';
  }
}
