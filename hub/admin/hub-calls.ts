import { z } from 'zod';
import { readAudit, verifyAudit } from '../audit/audit-log.ts';
import { addEmailChannel, addInstagramChannel, addWebchatChannel, addWhatsAppChannel, type ChannelAdmin, listChannels, listTemplates, removeChannel, testChannel } from '../channels/admin.ts';
import { type AdminContext, adminCall } from './admin-call.ts';

/** Entries of one page of the audit log. */
export const auditPage = 1000;

type EmailInput = Parameters<typeof addEmailChannel>[1];
type WebchatInput = Parameters<typeof addWebchatChannel>[1];
type WhatsAppInput = Parameters<typeof addWhatsAppChannel>[1];
type InstagramInput = Parameters<typeof addInstagramChannel>[1];

export const hubCalls = {
  'audit.verify': adminCall({ input: z.null(), run: ({ rooms }) => verifyAudit(rooms.store) }),
  'audit.page': adminCall({ input: z.object({ after: z.number().int().min(0) }), run: ({ rooms }, { after }) => readAudit(rooms.store, after, auditPage) }),
  /** The command reads the key's file by itself; the hub only notes that it was printed. */
  'master-key.sheet-printed': adminCall({
    input: z.null(),
    run: async ({ rooms, actor }) => {
      await rooms.store.transaction().execute((tx) => rooms.audit.append(tx, { actor, action: 'master-key.sheet-printed', subject: 'organisation' }));
      return { organisation: rooms.organisation.name };
    },
  }),
  /** The command copies the database by itself; the hub only notes it. */
  'backup.made': adminCall({
    input: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    run: ({ rooms, actor }, { sha256 }) => rooms.store.transaction().execute((tx) => rooms.audit.append(tx, { actor, action: 'backup.made', subject: 'organisation', detail: { sha256 } })),
  }),
  // The channels' own module checks what goes in, field by field.
  'channel.add-email': adminCall({ input: z.custom<EmailInput>((value) => typeof value === 'object' && value !== null), run: async (context, input) => ({ id: await addEmailChannel(channels(context), input, context.actor) }) }),
  'channel.add-webchat': adminCall({ input: z.custom<WebchatInput>((value) => typeof value === 'object' && value !== null), run: async (context, input) => ({ id: await addWebchatChannel(channels(context), input, context.actor) }) }),
  'channel.add-whatsapp': adminCall({ input: z.custom<WhatsAppInput>((value) => typeof value === 'object' && value !== null), run: (context, input) => addWhatsAppChannel(channels(context), input, context.actor) }),
  'channel.add-instagram': adminCall({ input: z.custom<InstagramInput>((value) => typeof value === 'object' && value !== null), run: (context, input) => addInstagramChannel(channels(context), input, context.actor) }),
  'channel.test.show': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => testChannel(channels(context), channel) }),
  'channel.templates.list': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => listTemplates(channels(context), channel) }),
  'channel.list': adminCall({ input: z.null(), run: (context) => listChannels(channels(context)) }),
  'channel.remove': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => removeChannel(channels(context), channel, context.actor) }),
};

function channels({ rooms, running }: AdminContext): ChannelAdmin {
  return { db: rooms.store, envelope: rooms.envelope, audit: rooms.audit, clock: rooms.clock, running: running?.channels ?? null };
}
