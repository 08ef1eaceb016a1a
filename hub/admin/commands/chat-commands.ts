import { type Command, Option } from 'commander';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, wholeNumber } from './answering.ts';
import { AskedWrongly } from './export-commands.ts';

/** `sealdesk channel webchat-...`: what a web chat knows of customers, and what it does while nobody is there. */
export function addChatCommands(channel: Command): void {
  asking(channel.command('webchat-key <id>'))
    .description("make the key with which the shop's server tells a web chat who is logged in; it is shown this once")
    .option('--overlap <hours>', 'how long keys made before stay good, 0 to 168', wholeNumber, 24)
    .action((id: string, o: Asked & { overlap: number }) =>
      reporting(o, async () => {
        const made = await askHub(o.data, 'channel.webchat-key', { channel: id, overlapHours: o.overlap });
        say(o, made, `Key id:   ${made.id}\nSecret:   ${made.secret}\nAudience: ${id}\n\nGive them to the shop's server. The secret is not shown again; whoever has it can be every customer.`);
      }),
    );
  asking(channel.command('webchat-offline <id>'))
    .description('where goes what visitors of a web chat leave while nobody is there')
    .addOption(new Option('--mailbox <id>', 'an e-mail channel, from which they are answered').conflicts('off'))
    .option('--off', 'nothing can be left')
    .action((id: string, o: Asked & { mailbox?: string; off?: true }) =>
      reporting(o, async () => {
        if (o.mailbox === undefined && o.off !== true) throw new AskedWrongly('input', 'Say where to, with --mailbox, or --off.');
        await askHub(o.data, 'channel.webchat-offline', { channel: id, mailbox: o.mailbox ?? null });
        say(o, { mailbox: o.mailbox ?? null }, o.mailbox === undefined ? 'Nothing can be left in the chat any more.' : 'What is left in the chat while nobody is there goes to that mailbox.');
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
