import { Command } from 'commander';
import { vi } from 'vitest';
import { addCustomerCommands } from '../../hub/admin/commands/customer-commands.ts';
import { addDeviceCommands } from '../../hub/admin/commands/device-commands.ts';
import { addExportCommands } from '../../hub/admin/commands/export-commands.ts';
import { addInventoryCommands } from '../../hub/admin/commands/inventory-commands.ts';
import { addInviteCommands } from '../../hub/admin/commands/invite-commands.ts';
import { addPolicyCommands } from '../../hub/admin/commands/policy-commands.ts';
import { addShopCommands } from '../../hub/admin/commands/shop-commands.ts';

/** The `sealdesk` commands about devices, customers and shops, run in this process: a process of its own for each takes seconds. */
export class SealdeskCommand {
  readonly #data: string;

  /** @param data the hub's data folder. */
  constructor(data: string) {
    this.#data = data;
  }

  /** What a command prints. @throws Error with what it complains of. */
  async run(...args: readonly string[]): Promise<string> {
    const program = new Command('sealdesk').exitOverride();
    addInviteCommands(program, addDeviceCommands(program));
    addInventoryCommands(program);
    addPolicyCommands(program);
    addExportCommands(program);
    addCustomerCommands(program);
    addShopCommands(program);
    const said: string[] = [];
    const complaints: string[] = [];
    const out = vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
    const err = vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)));
    try {
      await program.parseAsync([...args, '--data', this.#data], { from: 'user' });
      if (process.exitCode) throw new Error(complaints.join('\n'));
      return said.join('\n');
    } finally {
      out.mockRestore();
      err.mockRestore();
      process.exitCode = undefined;
    }
  }

  /** The same, with an answer to work with. */
  async command<T = unknown>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args, '--json')) as T;
  }
}
