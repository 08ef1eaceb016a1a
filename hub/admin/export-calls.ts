import { z } from 'zod';
import { ConversationId } from '../../shared/domain/ids.ts';
import { EmailAddress } from '../../shared/domain/people.ts';
import { ExportFormat, Exports } from '../privacy/exports.ts';
import { type AdminContext, adminCall } from './admin-call.ts';
import { WhichCustomer, whichCustomer } from './which-customer.ts';

const wish = { by: EmailAddress, format: ExportFormat };

/** What the privacy role does at the hub. None of them is a call of the console: no laptop gets a whole customer. */
export const exportCalls = {
  'export.customer': adminCall({
    input: z.object({ ...wish, who: WhichCustomer }),
    run: (context, { who, ...asked }) => exports(context).customer({ ...asked, actor: context.actor }, (tx) => whichCustomer(tx, context.rooms.envelope, who)),
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
