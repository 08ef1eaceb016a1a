import type { AgentId } from '../../../../shared/domain/ids.ts';
import type { Colleague } from '../../../data/colleagues.ts';

/** As the contract has it. */
const most = 20;

/** Colleagues whom a note calls: their whole name behind "@". Of two names of which one begins with the other, the longer one is meant. */
export function mentionsIn(text: string, colleagues: readonly Colleague[]): AgentId[] {
  let rest = text;
  const called: AgentId[] = [];
  for (const { id, name } of [...colleagues].sort((one, other) => other.name.length - one.name.length)) {
    if (name === '' || !rest.includes(`@${name}`)) continue;
    called.push(id);
    rest = rest.replaceAll(`@${name}`, ' ');
  }
  return called.slice(0, most);
}

/** Whose name fits what was typed behind "@": at the beginning of any of its words. */
export function colleaguesNamed(colleagues: readonly Colleague[], query: string, me: AgentId): Colleague[] {
  const wanted = query.trim().toLocaleLowerCase();
  return colleagues.filter(({ id, name }) => id !== me && (name.toLocaleLowerCase().startsWith(wanted) || name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(wanted))));
}
