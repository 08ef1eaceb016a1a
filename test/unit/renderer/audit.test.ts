import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { dayHere, followAudit } from '../../../renderer/data/console/audit.ts';
import { actionWords, detailWords, namesById, whomWords, whoWords } from '../../../renderer/screens/console/audit/words.ts';
import { auditKinds, type AuditEntry } from '../../../shared/domain/audit.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import { nordlicht, sessionStates } from '../../doubles/nordlicht.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';

const entry: AuditEntry = { position: 7, at: 1, actor: 'hub', action: 'agent.added', subject: 'organisation', detail: {} };
const ada = '00000001-0000-4000-8000-000000000005';
const names = namesById([{ id: ada, is: 'person', name: 'Ada Okafor' }]);

describe('an entry of the audit log in words', () => {
  it('has words for every action that the hub writes, in a kind that can be chosen', () => {
    const root = join(import.meta.dirname, '..', '..', '..');
    const written = globSync('hub/**/*.ts', { cwd: root }).flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      return [...source.matchAll(/action: '([a-z-]+\.[a-z-]+)'/gu), ...source.matchAll(/#note\(tx[^'\n]*'([a-z-]+\.[a-z-]+)'/gu)].map(([, action = '']) => action);
    });
    expect(new Set(written).size).toBeGreaterThan(80);
    const prefixes: readonly string[] = Object.values(auditKinds).flat();
    for (const action of written) {
      expect(actionWords(action), action).not.toBe(action);
      expect(prefixes, action).toContain(action.slice(0, action.indexOf('.')));
    }
  });

  it('shows an action of a newer hub by its name, also one that is called as what every object has', () => {
    for (const action of ['agent.cloned', 'constructor', 'toString']) expect(actionWords(action)).toBe(action);
    expect(detailWords({ ...entry, detail: { constructor: 'x' } }, names)).toEqual([{ label: 'constructor', value: 'x' }]);
  });

  it('names who, whom and what, and shows of what has no name the beginning of its id', () => {
    expect(whoWords(entry, names)).toBe('The hub');
    expect(whoWords({ ...entry, actor: 'command:1000' }, names)).toBe('Command on the hub’s machine');
    expect(whoWords({ ...entry, actor: `agent:${ada}` }, names)).toBe('Ada Okafor');
    expect(whomWords(entry, names)).toBe('The organisation');
    expect(whomWords({ ...entry, subject: ada }, names)).toBe('Ada Okafor');
    expect(whomWords({ ...entry, subject: '00000003-0000-4000-8000-000000000012' }, names)).toBe('00000003');
    expect(['policy:7', 'routing:12', 'policy', 'inventory', `asset:${ada}`].map((subject) => whomWords({ ...entry, subject }, names))).toEqual(['Version 7', 'Version 12', '', '', 'Ada Okafor']);
    expect(detailWords({ ...entry, detail: { to: ada, devices: 2, reason: 'left' } }, names)).toEqual([{ label: 'Handed to', value: 'Ada Okafor' }, { label: 'Laptops', value: '2' }, { label: 'Reason', value: 'left' }]);
  });
});

it('a day is from midnight to midnight where the person is', () => {
  expect(dayHere('')).toBeNull();
  const day = dayHere('2026-03-29');
  expect([new Date(day?.from ?? 0).getDate(), new Date(day?.from ?? 0).getHours(), new Date(day?.to ?? 0).getDate(), new Date(day?.to ?? 0).getHours()]).toEqual([29, 0, 30, 0]);
});

describe('reading the audit log', () => {
  const now = Date.UTC(2025, 8, 10, 12);
  const setUp = () => {
    const double = createSealdeskDouble({ ...nordlicht(now, 20), session: { ...sessionStates(now).unlocked, roles: ['it'] } });
    return { double, audit: followAudit(createClient(double.api)) };
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const settle = () => vi.advanceTimersByTimeAsync(1000);
  const page = (positions: readonly number[], next: number | null) => ({ kind: 'done' as const, value: { entries: positions.map((position) => ({ ...entry, position })), names: [], next } });

  it('looks further back by itself where nothing was found, a few times, and then asks', async () => {
    const { double, audit } = setUp();
    const asked: (number | null)[] = [];
    double.answer('console.audit.list', ({ before }) => {
      asked.push(before);
      return page([], (before ?? 1000) - 100);
    });
    audit.read.start();
    await settle();
    expect(asked).toEqual([null, 900, 800, 700, 600]);
    expect(audit.read.state.get().value).toEqual({ entries: [], names: [], next: 500 });
    double.answer('console.audit.list', ({ before }) => page([before ?? 0], null));
    expect(await audit.more()).toBeNull();
    expect(audit.read.state.get().value?.entries.map(({ position }) => position)).toEqual([500]);
  });

  it('adds nothing that was asked for before something else was chosen', async () => {
    const { double, audit } = setUp();
    double.answer('console.audit.list', ({ before, agent }) => (agent === null ? page([before ?? 50], 40) : page([3], null)));
    audit.read.start();
    await settle();
    const more = audit.more();
    audit.choose({ agent: ada as AgentId, kind: null, day: '' });
    const seen: number[] = [];
    audit.read.state.subscribe(() => seen.push(...(audit.read.state.get().value?.entries ?? []).map(({ position }) => position)));
    expect(await more).toBeNull();
    await settle();
    expect(audit.read.state.get().value?.entries.map(({ position }) => position)).toEqual([3]);
    expect(seen).not.toContain(40);
  });
});
