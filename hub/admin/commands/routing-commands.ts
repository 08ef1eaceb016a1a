import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { AdminInput, AdminOutput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, moment, reporting, say, table } from './answering.ts';

class RoutingFileError extends SealdeskError<'file-malformed'> {}

/** `sealdesk routing ...` and `sealdesk sender ...` */
export function addRoutingCommands(program: Command): void {
  const routing = program.command('routing').description('rules by which conversations that begin find who answers them');
  asking(routing.command('show'))
    .description('the rules in force')
    .action((o: Asked) =>
      reporting(o, async () => {
        const inForce = await askHub(o.data, 'routing.show', null);
        say(o, inForce, JSON.stringify(inForce, null, 2));
      }),
    );
  asking(routing.command('preview <file>'))
    .description('what rules would have done with the newest conversations; nothing is changed')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const trial = await askHub(o.data, 'routing.preview', readRules(file).routing);
        say(o, trial, trialWords(trial));
      }),
    );
  asking(routing.command('set <file>'))
    .description('put other rules in force: the whole document, as "routing show" gives it')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const set = await askHub(o.data, 'routing.set', readRules(file));
        say(o, set, `Version ${set.version} of the rules is in force.`);
      }),
    );
  asking(routing.command('skills <address> [skills...]'))
    .description('what an agent is good at, in the place of what was there; without skills, shows them')
    .option('--none', 'take all away', false)
    .action((agent: string, skills: string[], o: Asked & { none: boolean }) =>
      reporting(o, async () => {
        const has = skills.length === 0 && !o.none ? await askHub(o.data, 'skill.show', { agent }) : await askHub(o.data, 'skill.set', { agent, skills });
        say(o, has, has.length === 0 ? `${agent} has no skills.` : `${agent}: ${has.join(', ')}.`);
      }),
    );

  const sender = program.command('sender').description('whose messages nobody is to be bothered with; they are stored, out of the way');
  asking(sender.command('block <address>'))
    .description('an e-mail address, or a whole domain as @spam.example')
    .action((address: string, o: Asked) => reporting(o, async () => say(o, await askHub(o.data, 'sender.add', { sender: address }), `${address} is blocked.`)));
  asking(sender.command('unblock <id>'))
    .description('by the id that "sender list" gives')
    .action((id: string, o: Asked) => reporting(o, async () => say(o, await askHub(o.data, 'sender.unblock', { id }), 'This sender is not blocked any more.')));
  asking(sender.command('list'))
    .description('who is blocked, the newest first')
    .action((o: Asked) =>
      reporting(o, async () => {
        const blocked = await askHub(o.data, 'sender.list', null);
        say(o, blocked, blocked.length === 0 ? 'Nobody is blocked.' : table([['ID', 'KIND', 'WHO', 'SINCE'], ...blocked.map(({ id, kind, shown, blockedAt }) => [id, kind, shown, moment(blockedAt)])]));
      }),
    );
}

function trialWords({ conversations, rules, none }: AdminOutput<'routing.preview'>): string {
  if (conversations === 0) return 'There are no conversations yet to try the rules on.';
  return [`Of the newest ${conversations} conversations:`, table([...rules.map(({ name, held }) => [String(held), name]), [String(none), 'no rule']])].join('\n');
}

/** The hub checks it. */
function readRules(file: string): AdminInput<'routing.set'> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as AdminInput<'routing.set'>;
  } catch (cause) {
    throw new RoutingFileError('file-malformed', 'The file cannot be read or is not JSON. Nothing was changed.', { cause });
  }
}
