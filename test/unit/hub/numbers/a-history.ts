import { randomUUID } from 'node:crypto';
import { addIdentity } from '../../../../hub/conversations/customers.ts';
import type { Tx } from '../../../../hub/ports.ts';
import type { Assessed, Authentication } from '../../../../hub/intake/stages.ts';
import { storeMessage } from '../../../../hub/intake/store-message.ts';
import { createAskWorker } from '../../../../hub/numbers/ask-customers.ts';
import { NumbersDesk } from '../../../../hub/numbers/numbers.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { Teams } from '../../../../hub/people/teams.ts';
import type { NumbersWish } from '../../../../shared/contract/console/numbers.ts';
import { ConversationId, CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { Routing } from '../../../../shared/domain/routing.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { openOrganisation } from '../inbox/organisation.ts';

/** A Monday, at midnight in Berlin (summer time). */
export const monday = Date.parse('2026-06-01T00:00:00+02:00');
export const minute = 60_000;
export const hour = 60 * minute;
/** Monday to Friday from nine to five. */
export const hours = { timeZone: 'Europe/Berlin', hours: (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day) => ({ day, from: '09:00', to: '17:00' })), daysOff: [] };

/** As of mail that the sender’s own domain has signed. */
export const signed: Authentication = { dkim: 'pass', dmarc: 'pass', alignedDomain: 'mail.example', upstream: null };

/** A hub whose time the test sets, with a mailbox and two agents. */
export async function openHistory() {
  const clock = { at: monday, now: () => clock.at, monotonic: () => performance.now() };
  const hub = await openOrganisation({ clock });
  const mailbox = await hub.addMailbox();
  const [ada, ben] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Ben' })];
  const setRouting = (routing: object) => hub.db.transaction().execute(async (tx) => hub.routing.set(tx, 'test', (await hub.routing.inForce(tx)).version, Routing.parse(routing)));
  const desk = new NumbersDesk({ store: hub.db, envelope: hub.envelope, clock, routing: hub.routing, agents: hub.people, teams: new Teams(hub.envelope, hub.audit, clock) });
  const deps = { envelope: hub.envelope, clock, fanOut: hub.fanOut, arrivals: arrivalsOf(hub), mailDomainOf: hub.channels.mailDomainOf, policy: () => Promise.resolve(firstPolicy) };
  const asking = createAskWorker({ db: hub.db, envelope: hub.envelope, clock, log: { info: () => undefined, warn: (event, detail) => hub.logged.push({ event, detail }) }, fanOut: hub.fanOut, routing: hub.routing, arrivals: deps.arrivals, mailDomainOf: hub.channels.mailDomainOf, queued: hub.channels.queued });
  return {
    hub, clock, mailbox, ada, ben, setRouting, desk, asking,
    /** A customer's mail as intake hands it on; all of one customer's are one conversation. */
    async arrives(customer: string, part: Partial<Assessed> = {}, authentication: Authentication | null = signed, channel = mailbox): Promise<ConversationId> {
      const message: Assessed = {
        identity: { kind: 'email', value: `${customer}@mail.example` }, authorName: customer, subject: 'Tent', text: 'Where is it?', html: null, sentAt: clock.now(), attachments: [], messageId: `<${randomUUID()}@mail.example>`,
        answers: [], automatic: false, replyTo: null, bounce: null, cut: null, findings: [], destroyed: [], destroyedInHead: { subject: [], author: [] }, risk: { level: 'none', reasons: [] }, ...part,
      };
      const stored = await hub.db.transaction().execute((tx) => storeMessage(tx, deps, { id: channel, kind: 'email', teamId: null }, message, authentication, defaultPolicy));
      return ConversationId.parse(stored);
    },
    reply: (agent: Agent, conversationId: ConversationId) => hub.execute(agent, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text: 'It is on its way.', seen: hub.messages().findLast((one) => one.conversationId === conversationId)?.id ?? null }),
    status: (agent: Agent, conversationId: ConversationId, status: 'open' | 'pending' | 'resolved') => hub.execute(agent, { do: 'status', conversationId, status }),
    assign: (agent: Agent, conversationId: ConversationId, assigneeId: Agent['id'] | null) => hub.execute(agent, { do: 'assign', conversationId, assigneeId }),
    /** Lets the worker decide about whatever is due. */
    async asks(): Promise<void> {
      asking.start();
      asking.wake();
      await asking.idle();
      await asking.stop();
    },
    addIdentity: (tx: Tx, customerId: string, value: string) => addIdentity(tx, hub.envelope, CustomerId.parse(customerId), 'whatsapp', value, clock.now()),
    show: (wish: Partial<NumbersWish> = {}) => desk.show(null, { period: { kind: 'latest', days: 30 }, by: null, ...wish }),
    facts: () => hub.db.selectFrom('conversation_facts').selectAll().orderBy('at').orderBy('revision').orderBy('kind').execute(),
    close: () => hub.close(),
  };
}
export type History = Awaited<ReturnType<typeof openHistory>>;
