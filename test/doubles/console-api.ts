import type { PolicyEffect } from '../../shared/contract/console/policy.ts';
import type { ConsoleCallName } from '../../shared/contract/console/index.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ipcCalls } from '../../shared/contract/ipc/index.ts';
import type { DeviceCard } from '../../shared/domain/device.ts';
import type { AgentId, CustomerNoteId, CannedReplyId, DeviceId, InventoryId, InviteId, MergeId, ConversationId } from '../../shared/domain/ids.ts';
import type { Verification } from '../../shared/domain/verification.ts';
import { peopleHandlers } from './console-people.ts';
import { numbersOf } from './nordlicht-numbers.ts';
import { shopTemplates, suggestedFor } from './nordlicht-outgoing.ts';
import { judged, type Company } from './nordlicht-company.ts';
import type { z } from 'zod';

type ConsoleHandlers = { [N in `console.${ConsoleCallName}`]: (input: z.output<(typeof ipcCalls)[N]['input']>) => IpcOutput<N> };

/** The hub's side of the console, in memory: enough of its rules for screens to be drawn and walked through. */
export function consoleHandlers(company: Company, now: () => number, changed: () => void, known: (id: ConversationId, level: Verification) => void): ConsoleHandlers {
  let next = 100;
  const newId = (): string => `00000009-0000-4000-8000-${String(next++).padStart(12, '0')}`;
  const done = <T>(value: T): { kind: 'done'; value: T } => ({ kind: 'done', value });
  const refused = (message: string): { kind: 'refused'; message: string } => ({ kind: 'refused', message });
  const spoken = <T>(answer: T | string | null) => (answer === null ? ({ kind: 'unreachable' } as const) : typeof answer === 'string' ? refused(answer) : done(answer));
  const told = <T>(value: T): { kind: 'done'; value: T } => {
    queueMicrotask(changed);
    return done(value);
  };
  const device = (id: DeviceId): DeviceCard => {
    const found = company.devices.find((one) => one.id === id);
    if (found === undefined) throw new Error('no such device');
    return found;
  };
  const change = (id: DeviceId, part: Partial<DeviceCard>) => {
    const changedCard = { ...device(id), ...part };
    company.devices = company.devices.map((one) => (one.id === id ? changedCard : one));
    return told(changedCard);
  };

  return {
    'console.canned.list': () => done({ replies: company.canned, teams: company.teams }),
    'console.canned.save': (draft) => {
      if (company.canned.some(({ id, shortcut }) => id !== draft.id && shortcut === draft.shortcut)) return refused(`Another canned reply has the shortcut “${draft.shortcut}”.`);
      const reply = { ...draft, id: draft.id ?? (newId() as CannedReplyId) };
      company.canned = [...company.canned.filter(({ id }) => id !== reply.id), reply];
      return told(reply);
    },
    'console.canned.remove': ({ id }) => {
      company.canned = company.canned.filter((one) => one.id !== id);
      return told(null);
    },
    'console.signature.set': ({ text }) => {
      company.signature = text;
      return done(null);
    },
    'console.device.list': () => done(company.devices),
    'console.device.show': ({ device: id }) => done(device(id)),
    'console.device.approve': ({ device: id }) => {
      const { approvals, approvalsNeeded, inventory, name } = device(id);
      if (inventory.kind === 'unlisted' && company.policy.unlistedMachines === 'refuse') {
        return refused(`${name} is not in the company’s inventory, and the policy refuses such machines. Import it, or allow them in the policy.`);
      }
      const all = [...approvals, { by: 'Jana Okafor-Lindström', at: now() }];
      return change(id, all.length < approvalsNeeded ? { approvals: all } : { approvals: all, state: 'approved', decidedAt: now() });
    },
    'console.device.deny': ({ device: id }) => change(id, { state: 'denied', decidedAt: now() }),
    'console.device.suspend': ({ device: id, reason }) => change(id, { state: 'suspended', reason }),
    'console.device.reinstate': ({ device: id }) => change(id, { state: 'active', reason: null }),
    'console.device.reset-totp': ({ device: id }) => {
      const { unlock } = device(id);
      if (unlock === null) return refused('This device has no authenticator yet: its agent sets one up with the passphrase.');
      const { value } = change(id, { unlock: { ...unlock, authenticator: 'ended', recoveryCodesLeft: 0 } });
      return told({ device: value, code: '7Q4MZ09AKTXW3RB8', expiresAt: now() + 24 * 3_600_000 });
    },
    'console.device.revoke': ({ device: id, reason }) => change(id, { state: 'revoked', reason, ordered: 'revocation', online: false }),
    'console.device.wipe': ({ device: id, reason }) => change(id, { state: 'wiped', reason, ordered: 'wipe-order' }),
    'console.invite.make': ({ agent, minutes, roles, asset }) => {
      const person = company.agents.find(({ email }) => email === agent);
      if (person === undefined) return refused(`There is no agent with the address ${agent}.`);
      const id = newId() as InviteId;
      const record = company.inventory.find((one) => one.id === asset);
      const expiresAt = now() + minutes * 60_000;
      company.invites = [
        ...company.invites,
        { id, agent: { id: person.id, name: person.name, email: person.email }, roles, asset: record === undefined ? null : { id: record.id, tag: record.tag }, createdAt: now(), expiresAt, state: 'open', deviceId: null },
      ];
      return told({ id, invite: `sealdesk://enrol/${'eyJ2IjoxLCJvcmdhbmlzYXRpb24iOiJOb3JkbGljaHQgT3V0ZG9vciBHbWJIIiwidXJsIjoid3NzOi8v'.repeat(4)}`, expiresAt });
    },
    'console.invite.list': () => done(company.invites),
    'console.invite.cancel': ({ invite }) => {
      company.invites = company.invites.map((one) => (one.id === invite ? { ...one, state: 'cancelled' as const } : one));
      const cancelled = company.invites.find(({ id }) => id === invite);
      return cancelled === undefined ? refused('This invite is not known.') : told(cancelled);
    },
    'console.inventory.list': () => done(company.inventory),
    'console.inventory.import': ({ csv }) => {
      const lines = csv.split('\n').slice(1).filter((line) => line.trim() !== '');
      const short = lines.findIndex((line) => (line.split(',')[1] ?? '').trim() === '');
      if (short >= 0) return refused(`Line ${short + 2}: a record needs a serial number or a hardware UUID.`);
      company.inventory = [
        ...company.inventory,
        ...lines.map((line) => {
          const [tag = '', serial = '', model = ''] = line.split(',');
          return { id: newId() as InventoryId, tag, serial, hardwareUuid: null, model, note: null, addedAt: now(), devices: [] };
        }),
      ];
      return told({ added: lines.length, changed: 0, same: 0 });
    },
    'console.inventory.remove': ({ record }) => {
      company.inventory = company.inventory.filter(({ id }) => id !== record);
      return told(null);
    },
    'console.reveal.ask': () => told({ kind: 'shown', value: '+49 30 901820', seconds: 30, copying: false }),
    'console.reveal.take': () => refused('There is nothing to be seen here.'),
    'console.reveal.list': () => done(company.reveals),
    'console.customer.look': () => (company.seen === null ? { kind: 'unreachable' } : typeof company.seen === 'string' ? refused(company.seen) : done(company.seen)),
    'console.customer.note.add': ({ text }) => done({ id: newId() as CustomerNoteId, text, agentId: '00000001-0000-4000-8000-000000000001' as AgentId, agentName: 'Jana Okafor-Lindström', at: now() }),
    'console.customer.note.remove': () => done(null),
    'console.customer.verify': ({ conversation }) => {
      const answer = company.verifying;
      if (answer === null) return { kind: 'unreachable' };
      if (typeof answer === 'string') return refused(answer);
      if (answer.kind === 'confirmed') known(conversation, 'order');
      return done(answer);
    },
    'console.order.look': () => spoken(company.order),
    'console.order.act': () => spoken(company.orderAnswer),
    'console.order.take': () => spoken(company.orderTaken),
    'console.order.list': () => done([...company.waitingOrders]),
    'console.order.decide': ({ action, approve }) => {
      company.waitingOrders = company.waitingOrders.filter((one) => one.action !== action);
      return told(approve ? { kind: 'done' as const } : { kind: 'denied' as const });
    },
    'console.order.limits.list': () => done([...company.orderLimits]),
    'console.customer.identify': ({ conversation }) => {
      known(conversation, 'identity');
      return done(null);
    },
    'console.customer.doubt': ({ conversation }) => {
      known(conversation, 'unverified');
      return done(null);
    },
    'console.channel.list': () => done(company.channels),
    'console.routing.show': () => done(company.routing),
    'console.routing.choices.list': () => done({
      channels: company.channels.map(({ id, name, kind }) => ({ id, name, kind })),
      teams: [{ id: '00000021-0000-4000-8000-000000000001', name: 'Returns' }, { id: '00000021-0000-4000-8000-000000000002', name: 'Orders' }],
      agents: company.agents.map(({ id, name }) => ({ id, name })),
      skills: ['german', 'returns'],
    }),
    'console.routing.preview': ({ rules }) => done({ conversations: 500, rules: rules.map(({ name }, place) => ({ name, held: Math.max(0, 120 - 40 * place) })), none: 260 }),
    'console.routing.set': ({ version, routing }) => {
      company.routing = { version: version + 1, routing };
      return told(company.routing);
    },
    'console.sender.list': () => done(company.blocked),
    'console.sender.block': () => told(null),
    'console.sender.unblock': ({ id }) => {
      company.blocked = company.blocked.filter((one) => one.id !== id);
      return told(null);
    },
    'console.file.ask': () => (company.fileAnswer === null ? { kind: 'unreachable' } : typeof company.fileAnswer === 'string' ? refused(company.fileAnswer) : told(company.fileAnswer)),
    'console.file.take': () => (company.fileAnswer === null || typeof company.fileAnswer === 'string' ? refused('There is no such file to be had.') : done(company.fileAnswer)),
    'console.policy.suggestions': () => done(company.suggestions),
    'console.policy.discard': ({ pattern }) => {
      company.suggestions = company.suggestions.filter((one) => one.pattern !== pattern);
      return told(null);
    },
    'console.file.list': () => done(company.files),
    'console.file.decide': ({ release }) => {
      company.files = company.files.filter((one) => one.release !== release);
      return told(null);
    },
    'console.mistake.report': () => told({ until: Date.now() + 12 * 60_000 }),
    'console.mistake.list': () => done(company.mistakes),
    'console.mistake.look': () => told({ value: '4242 4242 4242 4242', seconds: 30 }),
    'console.customer.suggestions': ({ customer }) => done(suggestedFor(customer, now())),
    'console.conversation.merge': () => done(null),
    'console.conversation.forward': () => done(null),
    'console.conversation.split': ({ what }) => done({ conversation: what.kind === 'merged' ? what.back : (newId() as ConversationId) }),
    'console.customer.merge': () => done({ merge: newId() as MergeId }),
    'console.customer.split': () => done(null),
    'console.template.list': () => done({ templates: [...shopTemplates], others: 2, fetchedAt: now() - 240_000 }),
    'console.mistake.decide': ({ mistake }) => {
      company.mistakes = company.mistakes.filter((one) => one.mistake !== mistake);
      return told(null);
    },
    'console.reveal.decide': ({ reveal }) => {
      company.reveals = company.reveals.filter((one) => one.reveal !== reveal);
      return told(null);
    },
    'console.numbers.show': (wish) => done(numbersOf(wish, now())),
    'console.numbers.export': () => refused('The numbers are saved through the system’s dialog.'),
    'console.policy.show': () => done(company.policy),
    'console.policy.preview': ({ version, ...draft }) => {
      const after = { ...draft, version: (version ?? 0) + 1 };
      const effects = company.devices
        .filter(({ state }) => state === 'active' || state === 'approved' || state === 'suspended')
        .map((one): PolicyEffect => {
          const was = judged(one, company.policy);
          const is = judged(one, after);
          const changes = is.checks.flatMap(({ check, verdict, detail }, place) => (verdict !== was.checks[place]?.verdict && verdict !== 'allow' ? [`${check}: ${detail}`] : []));
          if (draft.offlineLeaseHours < company.policy.offlineLeaseHours) changes.push(`Works offline for ${draft.offlineLeaseHours} hours instead of ${company.policy.offlineLeaseHours}.`);
          return { device: one.id, name: one.name, agentName: one.agent.name, before: was.verdict, after: is.verdict, changes };
        });
      const redaction = JSON.stringify(draft.redaction) === JSON.stringify(company.policy.redaction) ? null : { messages: 500, changes: [{ type: 'address', before: 38, after: 0 }] };
      return done({ fields: [], effects, redaction });
    },
    'console.policy.set': ({ version, ...draft }) => {
      if (version !== undefined && version !== company.policy.version) return refused(`The policy is at version ${company.policy.version} by now; this change is based on version ${version}. Load the newer one first.`);
      company.policy = { ...draft, version: company.policy.version + 1 };
      company.devices = company.devices.map((one) => judged(one, company.policy));
      return told(company.policy);
    },
    ...peopleHandlers(company, newId, changed),
  };
}
