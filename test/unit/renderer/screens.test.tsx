import { text } from 'node:stream/consumers';
import { prerenderToNodeStream } from 'react-dom/static';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { createStore } from '../../../renderer/data/store.ts';
import { Screen } from '../../../renderer/screens/screen.tsx';
import { groupsOfFive } from '../../../renderer/ui/safety-number.tsx';
import { type SessionState, sessionStateKinds } from '../../../shared/domain/session-state.ts';
import { nordlicht, sessionStates } from '../../doubles/nordlicht.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';

const now = Date.UTC(2025, 8, 10, 12);
const states = sessionStates(now);
const drawnState = async (state: SessionState): Promise<string> => {
  const client = createClient(createSealdeskDouble(nordlicht(now, 20)).api);
  const { prelude } = await prerenderToNodeStream(<Screen client={client} state={state} vaultThere={false} codeDigits={createStore(6)} notice="Compatibility runtime" />);
  return text(prelude);
};
const drawn = (kind: (typeof sessionStateKinds)[number]): Promise<string> => drawnState(states[kind]);

describe('every state has a face', () => {
  it.each(sessionStateKinds)('%s has one title and one main part', async (kind) => {
    const markup = await drawn(kind);
    expect(markup.match(/<h1[ >]/g)).toHaveLength(1);
    expect(markup.match(/<main[ >]/g)).toHaveLength(1);
  });

  it.each(['suspended', 'revoked', 'wiped', 'posture-failed', 'clock-moved-back', 'no-keychain', 'keychain-changed', 'record-damaged', 'vault-damaged', 'vault-newer'] as const)(
    '%s says what is safe, what to do and whom to ask',
    async (kind) => {
      const markup = await drawn(kind);
      expect(markup).toContain('What is safe');
      expect(markup).toContain('What to do');
      expect(markup).toMatch(/\bIT\b/);
      expect(markup).not.toMatch(/(?<!Do not )\bdelete\b/i);
    },
  );

  it.each(['no-keychain', 'keychain-changed', 'record-damaged', 'vault-damaged', 'vault-newer'] as const)('%s says what happened in main’s own words', async (kind) => {
    expect(await drawnState({ kind, explanation: 'What happened here, and to what.' })).toContain('What happened here, and to what.');
  });

  it('nothing is drawn from a string or with a style attribute of its own', async () => {
    for (const kind of sessionStateKinds) expect(await drawn(kind)).not.toMatch(/<style|<script|javascript:/);
  });
});

it('a wiped laptop looks the same whatever wiped it, and names nobody who did', async () => {
  const markup = await drawn('wiped');
  expect(markup).toContain('were removed from this laptop');
  expect(markup).not.toMatch(/duress|forgot|order|GmbH has/i);
});

it('a laptop without a lease is told to connect only while the hub is not reached', async () => {
  const state = (online: boolean) => ({ ...states['lease-ended'], online }) as (typeof states)['lease-ended'];
  expect(await drawnState(state(false))).toContain('Connect to unlock');
  expect(await drawnState(state(true))).not.toContain('has not reached the hub');
});

it('a safety number is shown in groups of five, however it was spaced', () => {
  expect(groupsOfFive('0521377410 98034')).toEqual(['05213', '77410', '98034']);
});
