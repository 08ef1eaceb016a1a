import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { vaultQueries } from '../../../../main/boundary/vault-process.ts';
import { carriedInput } from '../../../../main/ipc/carried-input.ts';
import { createHandlers } from '../../../../main/ipc/handlers.ts';
import { createRouter, type CallNote, type Handlers } from '../../../../main/ipc/router.ts';
import type { ConsoleCallName } from '../../../../shared/contract/console/index.ts';
import type { Shown } from '../../../../shared/contract/ipc/attachments.ts';
import { ipcCalls, type Call, type IpcCallName } from '../../../../shared/contract/ipc/index.ts';
import { noFilter } from '../../../../shared/domain/filter.ts';
import { SealdeskError } from '../../../../shared/domain/errors.ts';
import { firstDisplay } from '../../../../shared/domain/display.ts';
import { can, Role, type Role as RoleName } from '../../../../shared/domain/permission.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { sessionStateKinds, type SessionState, type SessionStateKind } from '../../../../shared/domain/session-state.ts';
import { Time } from '../../../doubles/time.ts';
import { runs } from '../../../doubles/how-often.ts';

const names = Object.keys(ipcCalls) as IpcCallName[];
const callOf = (name: IpcCallName): Call => ipcCalls[name];
const consoleNames = names.filter((name): name is `console.${ConsoleCallName}` => name.startsWith('console.'));
const id = '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10';

const { version: _version, ...draft } = firstPolicy;

/** What a page has sealed; main does not look inside. */
const box = new Uint8Array(100).fill(7);

/** As they reach main. */
const validInputs: { readonly [N in IpcCallName]: unknown } = {
  'application.about': null,
  'application.copying': { to: 'clipboard' },
  'application.showing': { hidden: true },
  'display.read': null,
  'display.choose': { theme: 'dark', keys: { reply: 'Ctrl+R' } },
  'spelling.check': { language: 'en', text: 'Hello' },
  'spelling.suggest': { language: 'en', word: 'Helo' },
  'spelling.teach': { word: 'Nordlicht' },
  'spelling.forget': { word: 'Nordlicht' },
  'spelling.words': null,
  'spelling.chosen': { id },
  'spelling.choose': { id, language: 'de' },
  'notices.asked': null,
  'notices.state': null,
  'notices.pause': { minutes: 60 },
  'sync.state': null,
  'conversation.hand-over': { id: '00000001-0000-4000-8000-000000000001', to: { kind: 'agent', id: '00000002-0000-4000-8000-000000000001' }, note: 'Refund agreed.' },
  'presence.tell': { conversationId: '00000001-0000-4000-8000-000000000001', doing: 'writing' },
  'session.state': null,
  'session.sealing-key': null,
  'session.unlock': { passphrase: box, code: box },
  'session.lock': null,
  'session.repair': { understood: true },
  'session.repair-seen': null,
  'session.code': { code: box },
  'session.forgotten': { understood: true },
  'security.show': null,
  'security.change-passphrase': { passphrase: box, code: box, next: box },
  'security.new-authenticator': { passphrase: box, code: box },
  'security.confirm-authenticator': { first: box, second: box },
  'security.new-recovery-codes': { passphrase: box, code: box },
  'security.set-duress-passphrase': { passphrase: box, code: box, duress: null },
  'security.rotate-vault-key': { passphrase: box, code: box },
  'enrolment.begin': { invite: 'sealdesk://enrol/x' },
  'enrolment.offered': null,
  'enrolment.start-over': { understood: true },
  'enrolment.cancel': null,
  'enrolment.choose-passphrase': { passphrase: box },
  'enrolment.provision-totp': box,
  'enrolment.confirm-totp': { first: box, second: box },
  'inbox.list': { view: 'mine', after: null, limit: 50 },
  'inbox.counts': null,
  'inbox.agents': null,
  'customer.conversations': { customer: id, except: id, limit: 20 },
  'conversation.open': { id, before: null, limit: 50 },
  'conversation.read': { id, upTo: 1 },
  'conversation.reply': { id, text: 'Hello' },
  'inbox.channels': null,
  'inbox.customers': { typed: 'Ann' },
  'conversation.files-to-start': { id },
  'conversation.start': { channelId: id, to: { kind: 'address', address: 'anna@mail.example', name: '' }, subject: 'Your tent', text: 'Hello' },
  'conversation.log-call': { channelId: id, with: { kind: 'number', number: '+49 30 901820', name: '' }, call: { direction: 'in', at: 1, minutes: 3, outcome: 'answered', recording: null }, notes: '' },
  'conversation.take-back': { id },
  'conversation.template': { id, template: { name: 'order_update', language: 'en', category: 'UTILITY', header: null, body: 'Hello', footer: null, buttons: [], fields: [] }, values: [] },
  'conversation.undo-reply': { id, messageId: id },
  'conversation.note': { id, text: 'Hello' },
  'conversation.status': { id, status: 'resolved' },
  'conversation.assign': { id, assigneeId: null },
  'conversation.priority': { id, priority: 'high' },
  'conversation.tag': { id, tag: 'Refund', change: 'add' },
  'inbox.change': { ids: [id], change: { do: 'priority', priority: 'high' } },
  'inbox.assign': { ids: [id], assigneeId: null },
  'inbox.tags': null,
  'inbox.teams': null,
  'conversation.follow': { id, change: 'add' },
  'console.conversation.merge': { into: id, others: [id] },
  'console.conversation.forward': { conversation: id, messageId: id, messages: null, to: 'anna@mail.example', text: '' },
  'console.conversation.split': { conversation: id, what: { kind: 'from', message: id } },
  'beginnings.list': null,
  'beginnings.save': { id, content: null, stamp: 0 },
  'views.list': null,
  'views.save': { name: 'Mine', view: 'mine', filter: noFilter },
  'views.rename': { id, name: 'Mine' },
  'views.remove': { id },
  'conversation.settle': { id, key: id, how: 'again' },
  'conversation.draft': { id, kind: 'reply', text: '' },
  'attachment.show': { messageId: id, id, page: 1, width: 800 },
  'message.formatted': { messageId: id },
  'composer.begin-file': { id, kind: 'reply', name: 'invoice.pdf', size: 1_000 },
  'composer.file-chunk': { file: id, index: 0, bytes: new Uint8Array(10) },
  'composer.remove-file': { id, file: id },
  'composer.draft-seen': { id, kind: 'reply' },
  'composer.check': { id, kind: 'reply', text: 'Hello' },
  'composer.help': null,
  'composer.typing': { id },
  'composer.language': { language: 'de' },
  'conversation.save-transcript': { id, format: 'pdf' },
  'search.messages': { query: 'boots', limit: 20 },
  'console.device.list': null,
  'console.device.show': { device: id },
  'console.device.approve': { device: id },
  'console.device.deny': { device: id },
  'console.device.suspend': { device: id, reason: 'The agent is on leave.' },
  'console.device.reinstate': { device: id },
  'console.device.reset-totp': { device: id, reason: 'The phone was lost.' },
  'console.device.revoke': { device: id, reason: 'The laptop was lost.' },
  'console.device.wipe': { device: id, reason: 'The agent has left.' },
  'console.invite.make': { agent: 'nora@lindgren.example', minutes: 30, roles: null, asset: null },
  'console.invite.list': null,
  'console.invite.cancel': { invite: id },
  'console.inventory.list': null,
  'console.inventory.import': { csv: 'tag,serial' },
  'console.inventory.remove': { record: id },
  'console.policy.show': null,
  'console.policy.preview': draft,
  'console.policy.set': draft,
  'console.agent.list': null,
  'console.agent.add': { name: 'Nora Lindgren', email: 'nora@lindgren.example', roles: ['agent'], teams: ['Returns'] },
  'console.agent.change': { agent: 'nora@lindgren.example', roles: ['agent', 'lead'], was: { roles: ['agent'] } },
  'console.agent.set-status': { agent: 'nora@lindgren.example', status: 'suspended' },
  'console.skill.show': { agent: 'nora@lindgren.example' },
  'console.skill.set': { agent: 'nora@lindgren.example', skills: ['german'] },
  'console.team.list': null,
  'console.team.add': { name: 'Returns' },
  'console.team.change': { team: 'Returns', name: 'Refunds' },
  'console.audit.list': { agent: null, kind: 'access', time: { from: 1, to: 2 }, before: 100 },
  'console.audit.people.list': null,
  'console.audit.check': null,
  'console.agent.offboard': { agent: 'nora@lindgren.example', reason: 'She has left.', handTo: null },
  'console.reveal.ask': { message: id, finding: id, reason: 'delivery' },
  'console.reveal.take': { reveal: id },
  'console.reveal.list': null,
  'console.reveal.decide': { reveal: id, approve: true },
  'console.mistake.report': { message: id, finding: id },
  'console.mistake.list': null,
  'console.file.ask': { message: id, attachment: id, reason: 'delivery' },
  'console.file.take': { release: id },
  'console.file.list': null,
  'console.policy.suggestions': null,
  'console.policy.discard': { type: 'card', pattern: 'A' },
  'console.file.decide': { release: id, allow: true },
  'console.channel.list': null,
  'console.mistake.look': { mistake: id },
  'console.customer.suggestions': { customer: id },
  'console.customer.merge': { into: id, from: '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a11' },
  'console.customer.split': { merge: id },
  'console.template.list': { conversation: id },
  'console.mistake.decide': { mistake: id, restore: true },
  'console.routing.show': null,
  'console.routing.choices.list': null,
  'console.routing.preview': { rules: [] },
  'console.routing.set': { version: 0, routing: { rules: [] } },
  'console.sender.list': null,
  'console.sender.block': { conversationId: id },
  'console.sender.unblock': { id: 'ab12' },
  'console.customer.look': { conversation: id },
  'console.customer.note.add': { conversation: id, text: 'Prefers to be called in the evening.' },
  'console.customer.note.remove': { conversation: id, note: id },
  'console.order.look': { conversation: id, order: 'a'.repeat(32) },
  'console.order.act': { action: id, conversation: id, order: 'a'.repeat(32), deed: { kind: 'refund', amount: { minor: 1999, currency: 'EUR' } } },
  'console.order.take': { action: id },
  'console.order.list': null,
  'console.order.decide': { action: id, approve: true },
  'console.order.limits.list': null,
  'console.customer.verify': { conversation: id, orderNumber: '#1001', known: { kind: 'postal-code', value: '22765' } },
  'console.customer.identify': { conversation: id, reason: { kind: 'called-back' } },
  'console.customer.doubt': { conversation: id },
  'console.canned.list': null,
  'console.canned.save': { id: null, name: 'Thanks', shortcut: 'thanks', teamId: null, texts: [{ language: 'en', text: 'Thank you.' }], afterwards: { status: null, assignToMe: false } },
  'console.canned.remove': { id },
  'console.signature.set': { text: 'Ada' },
  'numbers.save': { period: { kind: 'latest', days: 7 }, by: 'tag' },
  'console.numbers.show': { period: { kind: 'latest', days: 30 }, by: null },
  'console.numbers.export': { period: { kind: 'days', from: '2026-01-01', to: '2026-01-31' }, by: 'agent' },
};

const organisation = { organisation: 'The Shop', deviceName: 'laptop-7', agentName: 'Ada' };

/** What the router looks at of a state: its kind, and the roles when it is open: all, where a test is not about them. */
function stateOf(kind: SessionStateKind, roles: RoleName[] = [...Role.options]): SessionState {
  return { kind, ...organisation, agentId: id, roles } as unknown as SessionState;
}

function routerWith(state: () => SessionState, options: { ours?: boolean; handler?: (input: unknown) => unknown; only?: Partial<Handlers> } = {}) {
  const time = new Time();
  const notes: CallNote[] = [];
  const ran = vi.fn<(name: IpcCallName, input: unknown) => void>();
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        ran(name, input);
        return (options.handler ?? (() => null))(input);
      },
    ]),
  ) as unknown as Handlers;
  const route = createRouter<string>({
    isOurFrame: (sender) => sender === 'page' && (options.ours ?? true),
    state,
    clock: time,
    handlers: { ...handlers, ...options.only },
    note: (note) => notes.push(note),
  });
  return { route, ran, notes, time };
}

describe('every call in every state', () => {
  for (const kind of sessionStateKinds) {
    it(`${kind}: serves what the contract says and answers not-now to the rest`, async () => {
      for (const name of names) {
        const { states } = callOf(name);
        const { route, ran } = routerWith(() => stateOf(kind));
        const answer = await route('page', name, validInputs[name]);
        if (states === 'any' || states.includes(kind)) {
          expect(ran.mock.calls).toEqual([[name, carriedInput(name).parse(validInputs[name])]]);
        } else {
          expect([name, answer]).toEqual([name, { ok: false, error: { kind: 'not-now', message: expect.any(String) as string } }]);
          expect(ran).not.toHaveBeenCalled();
        }
      }
    });

    it(`${kind}: looks no further than the state, whatever the input`, async () => {
      for (const name of names) {
        const { states } = callOf(name);
        if (states === 'any' || states.includes(kind)) continue;
        const { route } = routerWith(() => stateOf(kind));
        expect(await route('page', name, { garbage: true })).toMatchObject({ error: { kind: 'not-now' } });
      }
    });
  }

  it('only a few calls are served in every state', () => {
    expect(names.filter((name) => callOf(name).states === 'any')).toEqual(['application.about', 'session.state', 'session.sealing-key']);
  });

  it('every query of the vault needs an open session and a permission', () => {
    for (const name of vaultQueries) {
      expect(callOf(name).states).toEqual(['unlocked']);
      expect(callOf(name).permission).not.toBeNull();
    }
  });
});

describe('permission', () => {
  for (const role of Role.options) {
    it(`${role}: runs what the role grants, and no more`, async () => {
      for (const name of names) {
        const { permission } = callOf(name);
        if (permission === null) continue;
        const { route, ran } = routerWith(() => stateOf('unlocked', [role]));
        const answer = await route('page', name, validInputs[name]);
        if (can([role], permission)) expect(ran).toHaveBeenCalledOnce();
        else {
          expect(answer).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
          expect(ran).not.toHaveBeenCalled();
        }
      }
    });
  }

  it('an agent without roles is refused everything that needs a permission', async () => {
    const { route, ran } = routerWith(() => stateOf('unlocked', []));
    for (const name of vaultQueries) expect(await route('page', name, validInputs[name])).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(ran).not.toHaveBeenCalled();
  });
});

describe('the sender', () => {
  it('anything but our own top frame is refused before anything else', async () => {
    for (const name of names) {
      const { route, ran, notes } = routerWith(() => stateOf('unlocked'));
      expect(await route('another frame', name, validInputs[name])).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
      expect(ran).not.toHaveBeenCalled();
      expect(notes).toEqual([{ event: 'call-refused', call: 'unknown', kind: 'foreign-frame' }]);
    }
  });
});

describe('malformed calls', () => {
  it('names that are not in the contract are invalid', async () => {
    const { route, ran } = routerWith(() => stateOf('unlocked'));
    for (const name of ['toString', '__proto__', 'constructor', 'hasOwnProperty']) {
      expect(await route('page', name, null)).toMatchObject({ ok: false, error: { kind: 'invalid' } });
    }
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (name) => {
        fc.pre(typeof name !== 'string' || !(name in ipcCalls));
        expect(await route('page', name, null)).toMatchObject({ ok: false, error: { kind: 'invalid' } });
      }),
    );
    expect(ran).not.toHaveBeenCalled();
  });

  for (const name of names) {
    it(`${name}: anything its schema does not take never reaches the handler`, async () => {
      const { states } = callOf(name);
      const schema = carriedInput(name);
      const kind = states === 'any' ? 'locked' : states[0]!;
      const { route, ran, time } = routerWith(() => stateOf(kind));
      await fc.assert(
        fc.asyncProperty(fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true }), async (input) => {
          fc.pre(!schema.safeParse(input).success);
          await time.pass(1_000);
          expect(await route('page', name, input)).toMatchObject({ ok: false, error: { kind: 'invalid' } });
        }),
        runs(40),
      );
      expect(ran).not.toHaveBeenCalled();
    });
  }

  it('a passphrase or a code that the page has not sealed is refused', async () => {
    const { route, ran } = routerWith(() => stateOf('locked'));
    for (const input of [{ passphrase: 'correct horse battery', code: '123456' }, { passphrase: new TextEncoder().encode('correct horse battery'), code: box }, { passphrase: box, code: '123456' }]) {
      expect(await route('page', 'session.unlock', input)).toMatchObject({ ok: false, error: { kind: 'invalid' } });
    }
    expect(ran).not.toHaveBeenCalled();
  });

  it('keys that the contract does not name are dropped', async () => {
    const { route, ran } = routerWith(() => stateOf('locked'));
    await route('page', 'session.unlock', { passphrase: box, code: box, extra: 1 });
    expect(ran).toHaveBeenCalledWith('session.unlock', { passphrase: box, code: box });
  });
});

describe('too many calls', () => {
  it('unlock: five at once, then one a second', async () => {
    const { route, ran, time } = routerWith(() => stateOf('locked'), { handler: () => ({ kind: 'hub-needed' }) });
    const attempt = () => route('page', 'session.unlock', validInputs['session.unlock']);
    for (let count = 0; count < 5; count += 1) expect(await attempt()).toMatchObject({ ok: true });
    expect(await attempt()).toMatchObject({ ok: false, error: { kind: 'too-many' } });
    await time.pass(1_000);
    expect(await attempt()).toMatchObject({ ok: true });
    expect(await attempt()).toMatchObject({ ok: false, error: { kind: 'too-many' } });
    expect(ran).toHaveBeenCalledTimes(6);
  });

  it('whatever asks for passphrase and code: as often as unlock', async () => {
    const typed = names.filter((name) => name.startsWith('security.') && name !== 'security.show');
    expect(typed).toHaveLength(6);
    for (const name of typed) {
      const { route, ran, time } = routerWith(() => stateOf('unlocked'), { handler: () => ({ kind: 'hub-needed' }) });
      const attempt = () => route('page', name, validInputs[name]);
      for (let count = 0; count < 5; count += 1) await attempt();
      expect([name, await attempt()]).toMatchObject([name, { error: { kind: 'too-many' } }]);
      await time.pass(1_000);
      await attempt();
      expect(ran).toHaveBeenCalledTimes(6);
    }
  });

  it('what opens a dialog of the system’s: ten, and then one each second', async () => {
    for (const name of ['conversation.save-transcript', 'numbers.save'] as const) {
      const { route, ran, time } = routerWith(() => stateOf('unlocked'), { handler: () => ({ kind: 'cancelled' }) });
      const attempt = () => route('page', name, validInputs[name]);
      for (let count = 0; count < 10; count += 1) await attempt();
      expect([name, await attempt()]).toMatchObject([name, { error: { kind: 'too-many' } }]);
      await time.pass(1_000);
      await attempt();
      expect(ran).toHaveBeenCalledTimes(11);
    }
  });

  it('each call has its own bucket', async () => {
    const { route } = routerWith(() => stateOf('locked'), { only: { 'application.about': () => ({ version: '1', runtimeNotice: null }) } });
    for (let count = 0; count < 6; count += 1) await route('page', 'session.unlock', validInputs['session.unlock']);
    expect(await route('page', 'application.about', null)).toMatchObject({ ok: true });
  });
});

const secret = 'Mrs Canary, 4111 1111 1111 1111';

describe('what a handler does', () => {
  it('an exception becomes `failed`; its words stay in main, even out of the log', async () => {
    const { route, notes } = routerWith(() => stateOf('unlocked'), {
      handler: () => {
        throw new Error(secret);
      },
    });
    const answer = await route('page', 'inbox.counts', null);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'failed' } });
    expect(JSON.stringify([answer, notes])).not.toContain('Canary');
    expect(notes).toEqual([{ event: 'call-failed', call: 'inbox.counts', kind: 'Error' }]);
  });

  it('an output the contract does not know is not handed out', async () => {
    const { route, notes } = routerWith(() => stateOf('unlocked'), { handler: () => ({ leaked: secret }) });
    const answer = await route('page', 'sync.state', null);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'failed' } });
    expect(JSON.stringify([answer, notes])).not.toContain('Canary');
  });

  it('keys beyond the contract are taken out of an answer', async () => {
    const { route } = routerWith(() => stateOf('locked'), { handler: () => ({ version: '1', runtimeNotice: null, key: secret }) });
    expect(await route('page', 'application.about', null)).toEqual({ ok: true, value: { version: '1', runtimeNotice: null } });
  });

  it('an answer that comes after the lock is not handed out', async () => {
    let state = stateOf('unlocked');
    const { route } = routerWith(() => state, {
      handler: () => {
        state = stateOf('locked');
        return [];
      },
    });
    expect(await route('page', 'inbox.agents', null)).toMatchObject({ ok: false, error: { kind: 'not-now' } });
  });

  it('the session’s own not-now is passed on', async () => {
    const { route } = routerWith(() => stateOf('locked'), {
      handler: () => {
        throw new SealdeskError('not-now', 'x');
      },
    });
    expect(await route('page', 'session.unlock', validInputs['session.unlock'])).toMatchObject({ error: { kind: 'not-now' } });
  });
});

describe('the console', () => {
  const card = { kind: 'done', value: [] };

  it('hands out what the hub answers, where it is what the contract says', async () => {
    const { route } = routerWith(() => stateOf('unlocked'), { handler: () => card });
    expect(await route('page', 'console.device.list', null)).toEqual({ ok: true, value: card });
    expect(await routerWith(() => stateOf('unlocked'), { handler: () => ({ kind: 'refused', message: 'There is no such device.' }) }).route('page', 'console.device.list', null)).toMatchObject({ ok: true });
  });

  it('fails an answer of the hub that does not fit, and hands out nothing of it', async () => {
    for (const value of [null, [{ name: secret }], { devices: [] }, 'x']) {
      const { route, notes } = routerWith(() => stateOf('unlocked'), { handler: () => ({ kind: 'done', value }) });
      const answer = await route('page', 'console.device.list', null);
      expect(answer).toMatchObject({ ok: false, error: { kind: 'failed' } });
      expect(JSON.stringify([answer, notes])).not.toContain('Canary');
    }
  });

  it('is served to nobody whose roles do not grant the very call', async () => {
    for (const name of consoleNames) {
      const others = Role.options.filter((role) => !can([role], callOf(name).permission ?? 'policy.edit'));
      const { route, ran } = routerWith(() => stateOf('unlocked', others));
      expect([name, await route('page', name, validInputs[name])]).toMatchObject([name, { error: { kind: 'not-allowed' } }]);
      expect(ran).not.toHaveBeenCalled();
    }
  });

  it('does not let a page decide over devices faster than a person could', async () => {
    const { route } = routerWith(() => stateOf('unlocked'), { handler: () => ({ kind: 'unreachable' }) });
    const answers: unknown[] = [];
    for (let count = 0; count < 21; count += 1) answers.push(await route('page', 'console.device.wipe', validInputs['console.device.wipe']));
    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => ({ ok: true, value: { kind: 'unreachable' } })));
    expect(answers[20]).toMatchObject({ error: { kind: 'too-many' } });
  });
});

describe('the handlers', () => {
  const session = {
    askHub: vi.fn<(name: string, input: unknown) => Promise<unknown>>(async () => ({ kind: 'unreachable' })),
    state: vi.fn<() => SessionState>(),
    unlock: vi.fn<(passphrase: Uint8Array, code: Uint8Array) => Promise<{ kind: 'unlocked' }>>(async () => ({ kind: 'unlocked' })),
    query: vi.fn<(name: string, input: unknown) => Promise<unknown>>(async () => null),
    fetchAttachment: vi.fn<(place: unknown) => Promise<unknown>>(),
  };
  const draw = vi.fn<(page: unknown) => Promise<Shown>>(async () => ({ kind: 'not-shown', why: 'unknown-kind' }));
  const handlers = createHandlers({ session: session as never, about: () => ({ version: '1', runtimeNotice: null }), copying: () => undefined, layLetter: () => Promise.resolve({ kind: 'not-shown', why: 'gone' }), showing: () => undefined, display: { read: () => firstDisplay, choose: () => null }, draw, notices: { asked: () => null, state: () => ({ pausedUntil: null, allowed: 'something', tray: false }), pause: () => undefined }, offeredInvite: () => null, saveTranscript: () => Promise.resolve({ kind: 'cancelled' }), saveNumbers: () => Promise.resolve({ kind: 'cancelled' }) });

  it('there is one for every call', () => {
    expect(Object.keys(handlers).sort()).toEqual([...names].sort());
  });

  it('an attachment is brought here before it is drawn, and what cannot be brought is not drawn', async () => {
    const show = () => handlers['attachment.show'](validInputs['attachment.show'] as never);
    session.fetchAttachment.mockResolvedValueOnce({ kind: 'not-here', why: 'withheld' });
    expect(await show()).toEqual({ kind: 'not-here', why: 'withheld' });
    expect(draw).not.toHaveBeenCalled();
    session.fetchAttachment.mockResolvedValueOnce({ kind: 'whole', size: 5 });
    expect(await show()).toEqual({ kind: 'not-shown', why: 'unknown-kind' });
    expect(draw).toHaveBeenCalledWith({ place: { messageId: id, id }, size: 5, page: 1, width: 800 });
  });

  it('queries of the vault go to the vault process under their own name', async () => {
    for (const name of vaultQueries) {
      await handlers[name](validInputs[name] as never);
      expect(session.query).toHaveBeenLastCalledWith(name, validInputs[name]);
    }
  });

  it('calls of the console go to the hub under their own name', async () => {
    for (const name of consoleNames) {
      const input = callOf(name).input.parse(validInputs[name]);
      await handlers[name](input as never);
      expect(session.askHub).toHaveBeenLastCalledWith(name.slice('console.'.length), input);
    }
  });

  it('what the page has sealed goes on as it came', async () => {
    await handlers['session.unlock']({ passphrase: box, code: null });
    expect(session.unlock).toHaveBeenCalledWith(box, null);
  });
});
