import { join } from 'node:path';
import { HubProcess } from '../../../build/try-it/hub-process.mts';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'hub', 'sealdesk.mjs');

/** The hub as built, on a data folder. */
export class Hub extends HubProcess {
  constructor(data: string) {
    super({ program, data });
  }
}
