import { Command } from 'commander';
import { addChannelCommands } from './admin/commands/channel-commands.ts';
import { addDeviceCommands } from './admin/commands/device-commands.ts';
import { addExportCommands } from './admin/commands/export-commands.ts';
import { addHubCommands } from './admin/commands/hub-commands.ts';
import { addInventoryCommands } from './admin/commands/inventory-commands.ts';
import { addInviteCommands } from './admin/commands/invite-commands.ts';
import { addInspectCommand } from './admin/commands/inspect-command.ts';
import { addKeyCommands } from './admin/commands/key-commands.ts';
import { addOrgCommands } from './admin/commands/org-commands.ts';
import { addPeopleCommands } from './admin/commands/people-commands.ts';
import { addPolicyCommands } from './admin/commands/policy-commands.ts';
import { addRecordCommands } from './admin/commands/record-commands.ts';
import { addRedactCommand } from './admin/commands/redact-commands.ts';

// Nothing this program writes is for others on the machine: databases, backups, sockets, exports.
process.umask(0o077);

const program = new Command('sealdesk').description('Run the hub of a Sealdesk organisation.').showHelpAfterError();
addOrgCommands(program);
addHubCommands(program);
addPeopleCommands(program);
addInviteCommands(program, addDeviceCommands(program));
addInventoryCommands(program);
addPolicyCommands(program);
addRecordCommands(program);
addExportCommands(program);
addChannelCommands(program);
addKeyCommands(program);
addRedactCommand(program);
addInspectCommand(program);
await program.parseAsync();
