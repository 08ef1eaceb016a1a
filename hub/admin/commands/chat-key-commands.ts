import type { Command } from 'commander';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, wholeNumber } from './answering.ts';

/** `sealdesk channel webchat-key` and `webchat-keys-end`: with what a shop's server names its customers. */
export function addChatKeyCommands(channel: Command): void {
  asking(channel.command('webchat-key <id>'))
    .description("make the key with which the shop's server tells a web chat who is logged in; it is shown this once")
    .option('--overlap <hours>', 'how long keys made before stay good, 0 to 168', wholeNumber, 24)
    .action((id: string, o: Asked & { overlap: number }) =>
      reporting(o, async () => {
        const made = await askHub(o.data, 'channel.webchat-key', { channel: id, overlapHours: o.overlap });
        say(o, made, `Key id:   ${made.id}\nSecret:   ${made.secret}\nAudience: ${id}\n\nGive them to the shop's server. The secret is not shown again; whoever has it can be every customer.`);
      }),
    );
  asking(channel.command('webchat-keys-end <id>'))
    .description('end every key of a web chat and every session that one has opened: each visitor is a stranger then')
    .action((id: string, o: Asked) =>
      reporting(o, async () => {
        const { ended } = await askHub(o.data, 'channel.webchat-keys-end', { channel: id });
        say(o, { ended }, `Ended ${ended} ${ended === 1 ? 'key' : 'keys'}.`);
      }),
    );
}
