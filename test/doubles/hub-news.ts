import { randomUUID } from 'node:crypto';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { Conversation, Message } from '../../shared/domain/conversation.ts';
import { Customer } from '../../shared/domain/people.ts';

/** Conversations and messages as a hub would send them; a test says only what matters to it. */
export function conversation(of: Partial<Record<keyof Conversation, unknown>> = {}): Conversation {
  return Conversation.parse({
    id: randomUUID(),
    customerId: randomUUID(),
    customerName: 'Maria Lopez',
    channel: 'email',
    subject: 'Where is my order?',
    preview: 'Where is my order?',
    status: 'open',
    assigneeId: null,
    teamId: null,
    createdAt: 1_700_000_000_000,
    lastMessageAt: 1_700_000_000_000,
    revision: 1,
    ...of,
  });
}

export function customer(of: Conversation): Customer {
  return Customer.parse({ id: of.customerId, name: of.customerName, identities: [{ kind: 'email', shown: 'm…@example.com' }] });
}

export function message(of: Partial<Record<keyof Message, unknown>> = {}): Message {
  return Message.parse({
    id: randomUUID(),
    conversationId: randomUUID(),
    kind: 'inbound',
    channel: 'email',
    authorName: 'Maria Lopez',
    agentId: null,
    subject: null,
    text: 'Hello, where is my order?',
    html: null,
    sentAt: 1_700_000_000_000,
    status: 'received',
    failure: null,
    findings: [],
    risk: { level: 'none', reasons: [] },
    attachments: [],
    revision: 1,
    ...of,
  });
}

export function conversationEvent(of: Conversation): HubEvent {
  return { e: 'conversation', conversation: of, customer: customer(of) };
}

export function messageEvent(of: Message): HubEvent {
  return { e: 'message', message: of };
}
