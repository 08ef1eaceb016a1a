import { Command } from 'commander';

/**
 * The commands, by the words that begin them. Each group is a file of its own that is loaded only when it is called: a
 * command that asks one question needs neither mail servers nor the Signal protocol in memory.
 */
const groups: readonly { readonly words: readonly string[]; readonly add: (program: Command) => Promise<void> }[] = [
  { words: ['org'], add: async (program) => (await import('./admin/commands/org-commands.ts')).addOrgCommands(program) },
  { words: ['hub'], add: async (program) => (await import('./admin/commands/hub-commands.ts')).addHubCommands(program) },
  { words: ['agent', 'team'], add: async (program) => (await import('./admin/commands/people-commands.ts')).addPeopleCommands(program) },
  {
    words: ['device', 'invite'],
    add: async (program) => {
      const [{ addDeviceCommands }, { addInviteCommands }] = await Promise.all([import('./admin/commands/device-commands.ts'), import('./admin/commands/invite-commands.ts')]);
      addInviteCommands(program, addDeviceCommands(program));
    },
  },
  { words: ['inventory'], add: async (program) => (await import('./admin/commands/inventory-commands.ts')).addInventoryCommands(program) },
  { words: ['policy'], add: async (program) => (await import('./admin/commands/policy-commands.ts')).addPolicyCommands(program) },
  { words: ['audit'], add: async (program) => (await import('./admin/commands/record-commands.ts')).addRecordCommands(program) },
  { words: ['export'], add: async (program) => (await import('./admin/commands/export-commands.ts')).addExportCommands(program) },
  { words: ['customer'], add: async (program) => (await import('./admin/commands/customer-commands.ts')).addCustomerCommands(program) },
  { words: ['channel'], add: async (program) => (await import('./admin/commands/channel-commands.ts')).addChannelCommands(program) },
  { words: ['routing', 'sender'], add: async (program) => (await import('./admin/commands/routing-commands.ts')).addRoutingCommands(program) },
  { words: ['shop'], add: async (program) => (await import('./admin/commands/shop-commands.ts')).addShopCommands(program) },
  { words: ['master-key', 'backup', 'restore'], add: async (program) => (await import('./admin/commands/key-commands.ts')).addKeyCommands(program) },
  { words: ['redact'], add: async (program) => (await import('./admin/commands/redact-commands.ts')).addRedactCommand(program) },
  { words: ['inspect'], add: async (program) => (await import('./admin/commands/inspect-command.ts')).addInspectCommand(program) },
];

// Nothing this program writes is for others on the machine: databases, backups, sockets, exports.
process.umask(0o077);

const program = new Command('sealdesk').description('Run the hub of a Sealdesk organisation.').showHelpAfterError();
const called = groups.filter(({ words }) => words.includes(process.argv[2] ?? ''));
// Asked for help, or for what is not there: all of them, to be listed.
for (const { add } of called.length > 0 ? called : groups) await add(program);
await program.parseAsync();
