import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { AdminInput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, several, table } from './answering.ts';

type Roles = AdminInput<'agent.add'>['roles'];
interface AgentOptions extends Asked {
  readonly name?: string;
  readonly email?: string;
  readonly role?: string[];
  readonly team?: string[];
}

/** `sealdesk agent ...` and `sealdesk team ...` */
export function addPeopleCommands(program: Command): void {
  const agent = program.command('agent').description('agents: who answers customers, who runs the hub');
  asking(agent.command('add'))
    .description('add an agent')
    .requiredOption('--email <address>', 'e-mail address')
    .requiredOption('--name <name>', 'name, as colleagues and customers see it')
    .requiredOption('--role <role>', 'agent, lead, finance, it or privacy; may be given several times', several)
    .option('--team <name>', 'team; may be given several times', several)
    .action((o: AgentOptions) =>
      reporting(o, async () => {
        const added = await askHub(o.data, 'agent.add', { email: o.email ?? '', name: o.name ?? '', roles: (o.role ?? []) as Roles, teams: o.team ?? [] });
        say(o, added, `Added ${added.name} (${added.email}), ${added.roles.join(' and ')}.`);
      }),
    );
  asking(agent.command('list'))
    .description('list agents')
    .action((o: Asked) =>
      reporting(o, async () => {
        const names = new Map((await askHub(o.data, 'team.list', null)).map(({ id, name }) => [id as string, name]));
        const agents = (await askHub(o.data, 'agent.list', null)).map(({ teamIds, ...rest }) => ({ ...rest, teams: teamIds.map((id) => names.get(id) ?? id) }));
        say(o, agents, table([['E-MAIL', 'NAME', 'ROLES', 'STATUS', 'TEAMS'], ...agents.map((a) => [a.email, a.name, a.roles.join(' '), a.status, a.teams.join(', ')])]));
      }),
    );
  asking(agent.command('change <address>'))
    .description('change an agent; roles and teams given here replace those before')
    .option('--email <address>', 'new e-mail address')
    .option('--name <name>', 'new name')
    .option('--role <role>', 'role; may be given several times', several)
    .option('--team <name>', 'team; may be given several times', several)
    .action((address: string, o: AgentOptions) =>
      reporting(o, async () => {
        const changed = await askHub(o.data, 'agent.change', { agent: address, email: o.email, name: o.name, roles: o.role as Roles | undefined, teams: o.team });
        say(o, changed, `Changed ${changed.name} (${changed.email}).`);
      }),
    );
  asking(agent.command('suspend <address>'))
    .description('suspend an agent: the sessions of their devices end at once')
    .option('--lift', 'lift the suspension', false)
    .action((address: string, o: Asked & { lift: boolean }) =>
      reporting(o, async () => {
        const changed = await askHub(o.data, 'agent.set-status', { agent: address, status: o.lift ? 'active' : 'suspended' });
        say(o, changed, `${changed.name} is ${changed.status}.`);
      }),
    );
  asking(agent.command('offboard <address>'))
    .description('an agent leaves: all their devices are revoked, their conversations go to somebody else')
    .requiredOption('--reason <words>', 'shown on the devices and kept with them')
    .option('--to <address>', 'who takes over the conversations that are not resolved; nobody, if not given')
    .action((address: string, o: Asked & { reason: string; to?: string }) =>
      reporting(o, async () => {
        const done = await askHub(o.data, 'agent.offboard', { agent: address, reason: o.reason, handTo: o.to ?? null });
        say(o, done, `${address} is suspended. Devices ended: ${done.devices}. Conversations handed to ${o.to ?? 'nobody yet'}: ${done.conversations}.`);
      }),
    );
  asking(agent.command('import <file>'))
    .description('add or change agents from a CSV file: name,email,roles,teams')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const outcome = await askHub(o.data, 'agent.import', { csv: readFileSync(file, 'utf8') });
        say(o, outcome, `Added ${outcome.added}, changed ${outcome.changed}.`);
      }),
    );

  const team = program.command('team').description('teams share what is addressed to them');
  asking(team.command('add <name>'))
    .description('add a team')
    .action((name: string, o: Asked) => reporting(o, async () => say(o, await askHub(o.data, 'team.add', { name }), `Added the team ${name}.`)));
  asking(team.command('list'))
    .description('list teams')
    .action((o: Asked) =>
      reporting(o, async () => {
        const teams = await askHub(o.data, 'team.list', null);
        say(o, teams, table([['NAME', 'ID'], ...teams.map(({ name, id }) => [name, id])]));
      }),
    );
  asking(team.command('change <team>'))
    .description('rename a team')
    .requiredOption('--name <name>', 'new name')
    .action((name: string, o: Asked & { name: string }) => reporting(o, async () => say(o, await askHub(o.data, 'team.change', { team: name, name: o.name }), `The team is called ${o.name} now.`)));
}
