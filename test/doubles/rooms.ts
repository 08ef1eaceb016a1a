import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { initialiseOrganisation } from '../../hub/enrolment/initialise.ts';
import { selfSignedTls } from '../../hub/http/tls-certificate.ts';
import type { Tx } from '../../hub/ports.ts';
import { openRooms, type Rooms } from '../../hub/rooms.ts';
import { createEnvelope } from '../../hub/store/envelope.ts';
import { createMasterKey } from '../../hub/store/master-key.ts';
import { openStore } from '../../hub/store/open-store.ts';

/** The machine's clock, and how far a test has moved it. */
export class MovedClock implements Clock {
  ahead = 0;
  now(): number {
    return Date.now() + this.ahead;
  }
  monotonic(): number {
    return performance.now() + this.ahead;
  }
}

/** A hub's data folder with its rooms open in this process, and no socket. */
export class HubInProcess {
  readonly data: string;
  readonly clock: MovedClock;
  readonly root: PrivateKey;
  rooms: Rooms;

  private constructor(data: string, clock: MovedClock, root: PrivateKey, rooms: Rooms) {
    this.data = data;
    this.clock = clock;
    this.root = root;
    this.rooms = rooms;
  }

  static async make(): Promise<HubInProcess> {
    const data = mkdtempSync(join(tmpdir(), 'sealdesk-rooms-'));
    const clock = new MovedClock();
    const root = PrivateKey.generate();
    const store = await openStore(data, clock);
    const tls = await selfSignedTls(['127.0.0.1'], clock.now());
    const admin = { name: 'Ines Admin', email: 'ines@nordlicht.example', roles: ['it' as const], teamIds: [] };
    await initialiseOrganisation(store, createEnvelope(createMasterKey(data), clock), clock, { name: 'Nordlicht Versand', tryIt: false, root, tls, admin });
    await store.destroy();
    return new HubInProcess(data, clock, root, await openRooms(data, clock));
  }

  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.rooms.store.transaction().execute(work);
  }

  agent(email = 'nora@nordlicht.example', roles: Agent['roles'] = ['agent']): Promise<Agent> {
    return this.tx((tx) => this.rooms.agents.add(tx, 'test', { name: 'Nora Lind', email, roles, teamIds: [] }));
  }

  async remove(): Promise<void> {
    await this.rooms.store.destroy();
    rmSync(this.data, { recursive: true, force: true });
  }
}
