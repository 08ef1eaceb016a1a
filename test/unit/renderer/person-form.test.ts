import { describe, expect, it } from 'vitest';
import { changeOf, emptyPerson, formOfPerson, skillChangeOf, skillsIn, wrongFields } from '../../../renderer/screens/console/people/person-form.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import type { AgentId, TeamId } from '../../../shared/domain/ids.ts';

const returns = { id: '00000010-0000-4000-8000-000000000001' as TeamId, name: 'Returns', members: [] };
const ada: Agent = { id: '00000001-0000-4000-8000-000000000005' as AgentId, name: 'Ada Okafor', email: 'ada@nordlicht.example', roles: ['agent'], teamIds: [returns.id], status: 'active' };
const before = formOfPerson(ada, [returns], ['english']);

describe('the form of a person', () => {
  it('has what the person is, and asks the hub for what was changed and nothing else', () => {
    expect(before).toEqual({ name: 'Ada Okafor', email: 'ada@nordlicht.example', roles: ['agent'], teams: ['Returns'], skills: 'english' });
    expect(changeOf(before, before)).toBeNull();
    expect(changeOf(before, { ...before, name: ' Ada Okafor ', email: 'ADA@nordlicht.example' })).toBeNull();
    expect(changeOf(before, { ...before, roles: ['lead'] })).toEqual({ agent: ada.email, roles: ['lead'], was: { roles: ['agent'] } });
    expect(changeOf(before, { ...before, teams: [], name: 'Ada Lind' })).toEqual({ agent: ada.email, teams: [], name: 'Ada Lind', was: { teams: ['Returns'] } });
    expect(skillChangeOf(before, before)).toBeNull();
    expect(skillChangeOf(before, { ...before, skills: '' })).toEqual([]);
  });

  it('reads skills with commas between, each once and in lower case', () => {
    expect(skillsIn(' German, returns ,, german')).toEqual(['german', 'returns']);
    expect(skillsIn('')).toEqual([]);
    expect(skillsIn('x'.repeat(41))).toBeNull();
    expect(skillsIn(Array.from({ length: 51 }, (_, n) => `s${n}`).join())).toBeNull();
  });

  it('says which fields are wrong', () => {
    expect([...wrongFields(emptyPerson)]).toEqual(['name', 'email', 'roles']);
    expect([...wrongFields({ ...before, email: 'ada', skills: 'x'.repeat(41) })]).toEqual(['email', 'skills']);
    expect([...wrongFields(before)]).toEqual([]);
  });
});
