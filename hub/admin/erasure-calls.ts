import { z } from 'zod';
import type { CustomerId, DeviceId } from '../../shared/domain/ids.ts';
import { EmailAddress } from '../../shared/domain/people.ts';
import type { Tx } from '../ports.ts';
import type { Erased, Preview } from '../privacy/erasures.ts';
import { type AdminContext, adminCall } from './admin-call.ts';
import { WhichCustomer, whichCustomer } from './which-customer.ts';

/** A laptop as a person knows it, and how long what is on it can be opened without the hub: then it has to come back, and erases first of all. */
export interface WaitingLaptop {
  readonly id: DeviceId;
  readonly name: string;
  readonly agent: string;
  readonly lastContactAt: number | null;
  readonly leaseUntil: number | null;
}

const wish = { by: EmailAddress, who: WhichCustomer };

/** What the privacy role erases and holds, at the hub. None of them is a call of the console. */
export const erasureCalls = {
  'erasure.preview': adminCall({
    input: z.object(wish),
    run: (context, { by, who }) =>
      context.rooms.store.transaction().execute(async (tx): Promise<Omit<Preview, 'laptops'> & { readonly laptops: readonly WaitingLaptop[] }> => {
        const preview = await context.rooms.erasures.preview(tx, { by }, await which(tx, context, who));
        return { ...preview, laptops: await named(tx, context, preview.laptops) };
      }),
  }),
  'erasure.carry-out': adminCall({
    input: z.object({ ...wish, confirmed: z.string().max(500), because: z.string().trim().min(3).max(200) }),
    async run(context, { by, who, confirmed, because }) {
      const { rooms, running, actor } = context;
      const erased = await rooms.store.transaction().execute(async (tx) => rooms.erasures.erase(tx, { by, actor }, await which(tx, context, who), { confirmed, because }, (device) => running?.isReading(device) ?? false));
      rooms.mailboxes.wake();
      // A laptop that has just come back may have missed that its session has ended.
      await running?.recheckAll();
      return { customer: erased.customer, at: erased.at, laptops: erased.laptops.length };
    },
  }),
  'erasure.list': adminCall({
    input: z.object({ by: EmailAddress }),
    run: (context, { by }) =>
      context.rooms.store.transaction().execute(async (tx) => {
        const list: (Omit<Erased, 'laptops'> & { readonly laptops: readonly WaitingLaptop[] })[] = [];
        for (const erased of await context.rooms.erasures.list(tx, { by })) list.push({ ...erased, laptops: await named(tx, context, erased.laptops) });
        return list;
      }),
  }),
  'erasure.hold': adminCall({
    input: z.object(wish),
    run: (context, { by, who }) => context.rooms.store.transaction().execute(async (tx) => ({ customer: await context.rooms.erasures.hold(tx, { by, actor: context.actor }, await which(tx, context, who)) })),
  }),
  'erasure.unhold': adminCall({
    input: z.object(wish),
    run: (context, { by, who }) => context.rooms.store.transaction().execute(async (tx) => ({ customer: await context.rooms.erasures.unhold(tx, { by, actor: context.actor }, await which(tx, context, who)) })),
  }),
};

function which(tx: Tx, { rooms }: AdminContext, who: WhichCustomer): Promise<CustomerId | null> {
  return whichCustomer(tx, rooms.envelope, who);
}

async function named(tx: Tx, { rooms }: AdminContext, devices: readonly DeviceId[]): Promise<WaitingLaptop[]> {
  const laptops: WaitingLaptop[] = [];
  for (const id of devices) {
    const { name, agent, lastContactAt, leaseUntil } = await rooms.deviceCards.show(tx, id);
    laptops.push({ id, name, agent: agent.email, lastContactAt, leaseUntil });
  }
  return laptops;
}
