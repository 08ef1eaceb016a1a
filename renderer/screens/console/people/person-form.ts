import type { ConsoleInput } from '../../../../shared/contract/console/index.ts';
import type { TeamCard } from '../../../../shared/contract/console/people.ts';
import { EmailAddress, type Agent } from '../../../../shared/domain/people.ts';
import type { Role } from '../../../../shared/domain/permission.ts';
import { Skill } from '../../../../shared/domain/routing.ts';

/** A person as the form has them. */
export interface PersonForm {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** By name. */
  readonly teams: readonly string[];
  /** As typed, with commas between. */
  readonly skills: string;
}

export type PersonField = 'name' | 'email' | 'roles' | 'skills';

export const emptyPerson: PersonForm = { name: '', email: '', roles: [], teams: [], skills: '' };

export const teamsOf = ({ teamIds }: Pick<Agent, 'teamIds'>, teams: readonly TeamCard[]): readonly string[] => teams.filter(({ id }) => teamIds.includes(id)).map(({ name }) => name);

export const formOfPerson = (person: Agent, teams: readonly TeamCard[], skills: readonly string[]): PersonForm => ({
  name: person.name, email: person.email, roles: person.roles, teams: teamsOf(person, teams), skills: skills.join(', '),
});

/** What is between the commas, each once; null where one is none, or there are too many. */
export function skillsIn(typed: string): readonly string[] | null {
  const all = typed.split(',').map((one) => one.trim()).filter((one) => one !== '');
  const read = all.map((one) => Skill.safeParse(one));
  return all.length > 50 || read.some(({ success }) => !success) ? null : [...new Set(read.flatMap(({ data }) => data ?? []))];
}

export function wrongFields({ name, email, roles, skills }: PersonForm): ReadonlySet<PersonField> {
  const wrong = new Set<PersonField>();
  if (name.trim() === '') wrong.add('name');
  if (!EmailAddress.safeParse(email.trim()).success) wrong.add('email');
  if (roles.length === 0) wrong.add('roles');
  if (skillsIn(skills) === null) wrong.add('skills');
  return wrong;
}

/**
 * What is to be asked of the hub: only what was changed, so that nothing else is taken back that somebody changed meanwhile; and what roles and teams were when they were chosen, so that
 * those are not either. Null: nothing.
 */
export function changeOf(before: PersonForm, after: PersonForm): ConsoleInput<'agent.change'> | null {
  const was = { ...(same(before.roles, after.roles) ? {} : { roles: [...before.roles] }), ...(same(before.teams, after.teams) ? {} : { teams: [...before.teams] }) };
  const change = {
    ...(after.name.trim() === before.name ? {} : { name: after.name.trim() }),
    ...(after.email.trim().toLowerCase() === before.email ? {} : { email: after.email.trim() }),
    ...(same(before.roles, after.roles) ? {} : { roles: [...after.roles] }),
    ...(same(before.teams, after.teams) ? {} : { teams: [...after.teams] }),
    ...(Object.keys(was).length === 0 ? {} : { was }),
  };
  return Object.keys(change).length === 0 ? null : { agent: before.email, ...change };
}

/** The skills to be set; null where they are as they were. */
export function skillChangeOf(before: PersonForm, after: PersonForm): readonly string[] | null {
  const [was, is] = [skillsIn(before.skills) ?? [], skillsIn(after.skills) ?? []];
  return same(was, is) ? null : is;
}

const same = (some: readonly string[], others: readonly string[]): boolean => some.length === others.length && some.every((one) => others.includes(one));
