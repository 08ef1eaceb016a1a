import { type Command, InvalidArgumentError } from 'commander';
import type { AdminOutput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, moment, reporting, say, table } from './answering.ts';

type Card = AdminOutput<'device.show'>;

/** `sealdesk device ...` */
export function addDeviceCommands(program: Command): void {
  const device = program.command('device').description('devices: invite, approve, revoke, wipe');
  asking(device.command('invite'))
    .description('make a one-time invite for an agent')
    .requiredOption('--agent <address>', "the agent's e-mail address")
    .option('--minutes <n>', 'how long it can be used', wholeNumber, 30)
    .action((o: Asked & { agent: string; minutes: number }) =>
      reporting(o, async () => {
        const made = await askHub(o.data, 'device.invite', { agent: o.agent, minutes: o.minutes });
        say(o, made, `Give this invite to the agent; it can be used once, until ${moment(made.expiresAt)}:\n\n${made.invite}\n`);
      }),
    );
  asking(device.command('list'))
    .description('list devices')
    .action((o: Asked) =>
      reporting(o, async () => {
        const devices = await askHub(o.data, 'device.list', null);
        say(o, devices, table([['ID', 'STATE', 'NAME', 'AGENT', 'LAST CONTACT'], ...devices.map((d) => [d.id, d.state, d.name, d.agent.email, moment(d.lastContactAt)])]));
      }),
    );
  asking(device.command('show <id>'))
    .description('everything IT needs to decide about a device')
    .action((id: string, o: Asked) => reporting(o, async () => sayCard(o, await askHub(o.data, 'device.show', { device: id }))));
  for (const [name, description] of [
    ['approve', 'approve a device whose safety number you have compared with the one on its screen'],
    ['deny', 'deny a device that waits for approval'],
  ] as const) {
    asking(device.command(`${name} <id>`))
      .description(description)
      .action((id: string, o: Asked) => reporting(o, async () => sayCard(o, await askHub(o.data, `device.${name}`, { device: id }))));
  }
  for (const [name, description] of [
    ['revoke', 'end a device: at once where it is connected, at its next contact otherwise'],
    ['wipe', 'order a device to destroy everything of Sealdesk on it'],
  ] as const) {
    asking(device.command(`${name} <id>`))
      .description(description)
      .requiredOption('--reason <words>', 'shown on the device and kept with it')
      .action((id: string, o: Asked & { reason: string }) => reporting(o, async () => sayCard(o, await askHub(o.data, `device.${name}`, { device: id, reason: o.reason }))));
  }
}

function sayCard(asked: Asked, card: Card): void {
  const { posture } = card;
  say(
    asked,
    card,
    table([
      ['Device', `${card.name} (${card.id})`],
      ['State', card.ordered && card.state === 'revoked' ? `${card.state}, ${card.ordered === 'wipe-order' ? 'wipe ordered' : 'told at next contact'}` : card.state],
      ['Agent', `${card.agent.name} (${card.agent.email})`],
      ['Safety number', card.safetyNumber],
      ['Machine', [posture.model ?? 'unknown model', posture.hostName, `${posture.platform} ${posture.osVersion}`].join(', ')],
      ['Sealdesk', `${posture.appVersion}, keychain: ${posture.keychainBackend}`],
      ['Enrolled', moment(card.createdAt)],
      ['Decided', moment(card.decidedAt)],
      ['Last contact', moment(card.lastContactAt)],
      ['Lease until', moment(card.leaseUntil)],
    ]),
  );
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

