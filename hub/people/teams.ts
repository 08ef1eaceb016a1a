import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { TeamId } from '../../shared/domain/ids.ts';
import { Team } from '../../shared/domain/people.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { TeamTable } from '../store/tables/trust.ts';
import { PeopleError } from './agents.ts';

/** Teams share what is addressed to them. Names are sealed: they may say who works where. */
export class Teams {
  readonly #envelope: Envelope;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(envelope: Envelope, audit: Audit, clock: Clock) {
    this.#envelope = envelope;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** @throws PeopleError `team-exists` */
  async add(tx: Tx, actor: string, name: string): Promise<Team> {
    const id = TeamId.parse(randomUUID());
    await this.#refuseTaken(tx, name, null);
    await tx.insertInto('teams').values({ id, ...this.#seal(id, name), created_at: this.#clock.now() }).execute();
    await this.#audit.append(tx, { actor, action: 'team.added', subject: id });
    return { id, name };
  }

  /** @throws PeopleError `team-exists`, `team-unknown` */
  async rename(tx: Tx, actor: string, id: TeamId, name: string): Promise<Team> {
    await this.#refuseTaken(tx, name, id);
    const changed = await tx.updateTable('teams').set(this.#seal(id, name)).where('id', '=', id).executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw unknownTeam();
    await this.#audit.append(tx, { actor, action: 'team.renamed', subject: id });
    return { id, name };
  }

  /** @throws PeopleError `team-unknown` */
  async requireByName(tx: Tx, name: string): Promise<Team> {
    const row = await tx.selectFrom('teams').selectAll().where('name_index', '=', this.#index(name)).executeTakeFirst();
    if (!row) throw unknownTeam();
    return this.#open(row);
  }

  async list(tx: Tx): Promise<Team[]> {
    const rows = await tx.selectFrom('teams').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map((row) => this.#open(row));
  }

  #index(name: string): Uint8Array {
    return this.#envelope.blindIndex('content', `team ${name.toLowerCase()}`);
  }

  #seal(id: string, name: string): Pick<TeamTable, 'name' | 'name_index'> {
    return { name: this.#envelope.sealSystem(`teams.name:${id}`, utf8(name)), name_index: this.#index(name) };
  }

  #open(row: TeamTable): Team {
    return Team.parse({ id: row.id, name: Buffer.from(this.#envelope.openSystem(`teams.name:${row.id}`, row.name)).toString('utf8') });
  }

  async #refuseTaken(tx: Tx, name: string, except: string | null): Promise<void> {
    const taken = await tx.selectFrom('teams').select('id').where('name_index', '=', this.#index(name)).executeTakeFirst();
    if (taken && taken.id !== except) throw new PeopleError('team-exists', 'There is a team of this name already.');
  }
}

function unknownTeam(): PeopleError {
  return new PeopleError('team-unknown', 'There is no such team. See "sealdesk team list".');
}
