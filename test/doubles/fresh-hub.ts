import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubProcess } from '../../build/try-it/hub-process.mts';

/** As built: from its sources each process would take a second more to start. */
export const hubProgram = join(import.meta.dirname, '..', '..', 'dist', 'hub', 'sealdesk.mjs');

/** The real hub in a process of its own, on a data folder of its own. */
export class FreshHub extends HubProcess {
  readonly #folder: string;

  private constructor(folder: string) {
    super({ program: hubProgram, data: join(folder, 'hub') });
    this.#folder = folder;
  }

  /** Makes a try-it hub with one agent. */
  static async make(agentEmail: string, agentName: string): Promise<FreshHub> {
    const hub = new FreshHub(mkdtempSync(join(tmpdir(), 'sealdesk-hub-')));
    await hub.init('Nordlicht Versand');
    await hub.addAgent(agentEmail, agentName);
    return hub;
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
