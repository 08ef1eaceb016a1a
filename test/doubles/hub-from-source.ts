import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubProcess } from '../../build/try-it/hub-process.mts';

const program = join(import.meta.dirname, '..', '..', 'hub', 'sealdesk.ts');

/** The real hub in a process of its own, run from its sources, on a data folder of its own. */
export class HubFromSource extends HubProcess {
  readonly #folder: string;

  private constructor(folder: string) {
    super({ program, data: join(folder, 'hub') });
    this.#folder = folder;
  }

  /** Makes a try-it hub with one agent. */
  static async make(agentEmail: string, agentName: string): Promise<HubFromSource> {
    const hub = new HubFromSource(mkdtempSync(join(tmpdir(), 'sealdesk-hub-')));
    await hub.init('Nordlicht Versand');
    await hub.addAgent(agentEmail, agentName);
    return hub;
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
