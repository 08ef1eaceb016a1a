import type { Command } from 'commander';
import { systemClock } from '../../../shared/domain/clock.ts';
import { endWords } from '../../enrolment/certificate-end.ts';
import { HubCertificateFile } from '../../enrolment/hub-certification.ts';
import { askHub } from '../ask-hub.ts';
import type { AdminOutput } from '../admin-api.ts';
import { type Asked, asking, moment, reporting, say } from './answering.ts';
import { readAs, refuseExisting, writeNew } from './files.ts';

/** `sealdesk hub status`, `hub request` and `hub adopt` */
export function addCertificateCommands(hub: Command): void {
  asking(hub.command('status'))
    .description('by which organisation root the hub is certified, until when, and which channels need somebody')
    .action((o: Asked) =>
      reporting(o, async () => {
        const status = await askHub(o.data, 'hub.status', null);
        const troubled = troubledChannels(await askHub(o.data, 'channel.list', null));
        say(o, { ...status, channels: troubled }, [described(status), ...troubled.map(({ name, problem }) => `Channel ${name}: ${problem}`)].join('\n'));
      }),
    );
  asking(hub.command('request'))
    .description("ask the organisation root for the hub's next certificate")
    .requiredOption('--to <file>', 'new file, to be carried to where the root is')
    .action((o: Asked & { to: string }) =>
      reporting(o, async () => {
        refuseExisting(o.to);
        const request = await askHub(o.data, 'hub.request', null);
        writeNew(o.to, request);
        const { hubKey } = await askHub(o.data, 'hub.status', null);
        say(o, { to: o.to, hubKey }, `Wrote ${o.to}, good for thirty days, for the hub key ${hubKey}. Carry it to where the organisation root is, and sign it with "sealdesk org sign".`);
      }),
    );
  asking(hub.command('adopt'))
    .description('take a certificate that the organisation root signed; a running hub shows it from the next connection on')
    .argument('<file>', 'what "sealdesk org sign" or "sealdesk org rotate" wrote')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const status = await askHub(o.data, 'hub.adopt', readAs(file, HubCertificateFile, 'a hub certificate from "sealdesk org sign"'));
        say(o, status, `Adopted. ${described(status)}`);
      }),
    );
}

/** What of the channels somebody has to put right; what only waits is in `channel list`. */
function troubledChannels(channels: AdminOutput<'channel.list'>): { readonly id: string; readonly name: string; readonly problem: string }[] {
  return channels.flatMap(({ id, name, health }) => (health?.problem ? [{ id, name, problem: health.problem }] : []));
}

function described({ organisation, root, rotations, hubKey, certificate }: AdminOutput<'hub.status'>): string {
  const lines = [
    `Hub of ${organisation}, key ${hubKey}`,
    `Certificate ${certificate.serial}, until ${moment(certificate.until)}, by the organisation root ${root}${rotations > 0 ? ` (rotated: ${rotations})` : ''}`,
    endWords(certificate.until, systemClock.now()),
  ];
  return lines.filter((line) => line !== null).join('\n');
}
