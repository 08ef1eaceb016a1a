import { z } from 'zod';
import { ConversationId, CustomerId } from '../../shared/domain/ids.ts';
import { EmailAddress } from '../../shared/domain/people.ts';
import { identityRow } from '../conversations/customers.ts';
import { holderOf } from '../conversations/merging/merge-content.ts';
import { ExportFormat, Exports } from '../privacy/exports.ts';
import { type AdminContext, adminCall } from './admin-call.ts';

const wish = { by: EmailAddress, format: ExportFormat };

/** By what the customer is known: one of the three. */
const who = z.union([
  z.strictObject({ id: CustomerId }),
  z.strictObject({ email: EmailAddress }),
  /** Digits, with the country's code, as the channels tell it. */
  z.strictObject({ phone: z.string().regex(/^\+?\d{4,20}$/).transform((number) => number.replace('+', '')) }),
]);

/** What the privacy role does at the hub. None of them is a call of the console: no laptop gets a whole customer. */
export const exportCalls = {
  'export.customer': adminCall({
    input: z.object({ ...wish, who }),
    run: (context, { who: by, ...asked }) =>
      exports(context).customer({ ...asked, actor: context.actor }, async (tx) => {
        // One who was merged into another has nothing of their own any more.
        if ('id' in by) return holderOf(tx, by.id);
        const { envelope } = context.rooms;
        const row =
          'email' in by
            ? await identityRow(tx, envelope, 'email', by.email)
            : ((await identityRow(tx, envelope, 'phone', by.phone)) ?? (await identityRow(tx, envelope, 'whatsapp', by.phone)));
        return row === undefined ? null : CustomerId.parse(row.customer_id);
      }),
  }),
  'export.conversation': adminCall({
    input: z.object({ ...wish, conversation: ConversationId }),
    run: (context, { conversation, ...asked }) => exports(context).conversation({ ...asked, actor: context.actor }, conversation),
  }),
};

function exports({ rooms }: AdminContext): Exports {
  const { store, envelope, audit, clock, policies, agents, organisation } = rooms;
  return new Exports({ store, envelope, audit, clock, policies, agents, organisation: organisation.name });
}
