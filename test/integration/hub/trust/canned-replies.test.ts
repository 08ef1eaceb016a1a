import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannedConsoleCalls } from '../../../../shared/contract/console/canned.ts';
import type { TeamId } from '../../../../shared/domain/ids.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const nora = 'nora@nordlicht.example';
const lea = 'lea@nordlicht.example';
let service: ServiceInProcess;
let lead: SimulatedDevice;
let device: SimulatedDevice;
let team: TeamId;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  team = (await service.ask('team.add', { name: 'Returns' })).id;
  await service.addAgent(nora);
  await service.addAgent(lea, [], ['lead']);
  lead = await service.liveDevice(lea);
  device = await service.liveDevice(nora);
});
afterAll(async () => {
  lead.drop();
  device.drop();
  await service.remove();
});

async function save(shortcut: string, teamId: TeamId | null) {
  const answer = await lead.console('canned.save', { id: null, name: shortcut, shortcut, teamId, texts: [{ language: 'en', text: `Text of ${shortcut}` }], afterwards: { status: null, assignToMe: false } });
  if (answer.kind === 'refused') throw new Error(answer.message);
  return cannedConsoleCalls['canned.save'].output.parse(answer.value);
}
/** What the agent's laptop has, as it applies its mail. */
function known(of: SimulatedDevice): string[] {
  const replies = new Map<string, string>();
  for (const event of of.events) {
    if (event.e === 'canned') replies.set(event.reply.id, event.reply.shortcut);
    else if (event.e === 'canned.kept') for (const id of replies.keys()) if (!event.ids.some((one) => one === id)) replies.delete(id);
  }
  return [...replies.values()].toSorted();
}

describe('canned replies that a lead writes', () => {
  it('reach the laptops of those whose they are, and no other', async () => {
    await save('team', team);
    // Mail comes in its order: what comes after it has passed it.
    await save('all', null);
    await device.until(() => known(device).includes('all'), 'the canned reply');
    expect(known(device)).toEqual(['all']);
    expect(device.events.some((event) => event.e === 'canned' && event.reply.shortcut === 'team')).toBe(false);
  });

  it('come and go with the team', async () => {
    await service.ask('agent.change', { agent: nora, teams: ['Returns'] });
    // There are no conversations to gain: the session stays, and the mail says what is new.
    await device.until(() => known(device).length === 2, 'the team’s');
    expect(known(device)).toEqual(['all', 'team']);
    await service.ask('agent.change', { agent: nora, teams: [] });
    await device.until(() => known(device).length === 1, 'that it goes');
    expect(known(device)).toEqual(['all']);
  });

  it('are in the first mail of a new session', async () => {
    const another = await service.liveDevice(nora);
    await another.until(() => known(another).length === 1, 'the first mail');
    expect(known(another)).toEqual(['all']);
    expect(another.events.some(({ e }) => e === 'signature')).toBe(true);
    another.drop();
  });

  it('are no agent’s to write', async () => {
    expect(await device.console('canned.remove', { id: crypto.randomUUID() })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Your role does not allow this') as string });
  });
});
