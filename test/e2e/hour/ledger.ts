import type { ConversationStatus } from '../../../shared/domain/conversation.ts';
import { type Customer, customers } from './customers.ts';

export interface Standing {
  readonly status: ConversationStatus;
  /** An agent's name. */
  readonly assignee: string | null;
}

/** What was done to each conversation, and so how it has to stand in the end, everywhere. */
export class Ledger {
  readonly #standing = new Map<Customer, Standing>(customers.map((customer) => [customer, { status: 'open', assignee: null }]));
  readonly #said = new Map<Customer, string[]>();
  readonly #gone = new Set<Customer>();

  said(customer: Customer, text: string): void {
    this.#said.set(customer, [...this.saidTo(customer), text]);
  }

  saidTo(customer: Customer): readonly string[] {
    return this.#said.get(customer) ?? [];
  }

  get answers(): number {
    return [...this.#said.values()].flat().length;
  }

  becomes(customer: Customer, part: Partial<Standing>): void {
    this.#standing.set(customer, { ...this.of(customer), ...part });
  }

  of(customer: Customer): Standing {
    const standing = this.#standing.get(customer);
    if (standing === undefined) throw new Error(`Nobody knows ${customer.item}.`);
    return standing;
  }

  /** It is in another one, and stands nowhere by itself. */
  merged(customer: Customer): void {
    this.#gone.add(customer);
  }

  get mergedOnes(): number {
    return this.#gone.size;
  }

  /** Every conversation that stands by itself, by its thing. */
  get all(): Readonly<Record<string, Standing>> {
    return Object.fromEntries(customers.filter((one) => !this.#gone.has(one)).map((customer) => [customer.item, this.of(customer)]));
  }
}
