import { CustomerSeen } from '../../shared/contract/console/customers.ts';
import type { OrderOffer } from '../../shared/contract/console/order-actions.ts';

const day = 86_400_000;

/** What the hub shows an agent of a customer who has shown that they know their order. */
export function seenCustomer(now: number): CustomerSeen {
  return CustomerSeen.parse({
    level: 'order',
    name: 'Friederike Müller-Größmann',
    identities: [
      { kind: 'email', shown: 'f•••@posteo.de', whole: false },
      { kind: 'phone', shown: '••• 3071', whole: false },
    ],
    city: 'Hamburg',
    country: 'DE',
    orders: {
      kind: 'listed',
      more: false,
      needs: null,
      orders: [
        {
          shop: 'Nordlicht', number: '#10482', placedAt: now - 6 * day, state: 'shipped', items: [{ title: 'Trail boot Lofoten, 42', quantity: 1 }, { title: 'Merino socks, three pairs', quantity: 2 }], pieces: 3,
          total: { amount: '214.80', currency: 'EUR' }, city: 'Hamburg', country: 'DE', shipping: ['Friederike Müller-Größmann', 'Elbchaussee 17', '22765 Hamburg', 'Germany'],
          tracking: [{ carrier: 'DHL', number: '00340434161094015902' }], note: 'Please leave it with the neighbour on the second floor.',
        },
        { shop: 'Nordlicht', number: '#10117', placedAt: now - 71 * day, state: 'refunded', items: [{ title: 'Rain jacket Skagen, M', quantity: 1 }], pieces: 1, total: { amount: '149.00', currency: 'EUR' }, city: 'Hamburg', country: 'DE', shipping: ['Friederike Müller-Größmann', 'Elbchaussee 17', '22765 Hamburg', 'Germany'], tracking: [] },
        { shop: 'Outlet', number: '#771', placedAt: now - 190 * day, state: 'completed', items: [{ title: 'Tent Vinje 2P', quantity: 1 }], pieces: 1, total: { amount: '399.00', currency: 'EUR' }, city: 'Hamburg', country: 'DE', tracking: [] },
        { shop: 'Outlet', number: '#640', placedAt: now - 400 * day, state: 'cancelled', items: [{ title: 'Head torch', quantity: 1 }], pieces: 1, total: { amount: '39.00', currency: 'EUR' }, city: 'Hamburg', country: 'DE', tracking: [] },
      ],
    },
    silent: [],
    notes: [
      { id: '00000014-0000-4000-8000-000000000001', text: 'Prefers to be called in the evening. Second return this year, both for size: suggest half a size up.', agentId: '00000001-0000-4000-8000-000000000001', agentName: 'Jana Okafor-Lindström', at: now - 3 * day },
      { id: '00000014-0000-4000-8000-000000000002', text: 'Speaks German and Danish.', agentId: '00000001-0000-4000-8000-000000000004', agentName: 'Tom Brandt', at: now - 80 * day },
    ],
    consent: false,
    privacy: { knownSince: now - 412 * day, exportedAt: null },
  });
}

/** The order of six days ago, before it left, with what an agent who may do everything can do to it. */
export const offeredOrder: OrderOffer = {
  number: '#10482',
  shop: 'Nordlicht',
  money: { paid: { minor: 21_480, currency: 'EUR' }, left: { minor: 21_480, currency: 'EUR' }, alone: { minor: 10_000, currency: 'EUR' } },
  acts: [
    { act: 'cancel', can: { kind: 'yes' } },
    { act: 'refund', can: { kind: 'yes' } },
    { act: 'address', can: { kind: 'yes' } },
    { act: 'confirmation', can: { kind: 'yes' } },
    { act: 'note', can: { kind: 'yes' } },
  ],
};
