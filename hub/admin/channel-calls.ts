import { z } from 'zod';
import { languageTags } from '../../shared/language/languages.ts';
import { addEmailChannel, addInstagramChannel, addPhoneChannel, addWebchatChannel, addWhatsAppChannel, type ChannelAdmin, listChannels, listTemplates, removeChannel, setChannelLanguage, testChannel } from '../channels/admin.ts';
import { GivenCode } from '../channels/email/oauth/sign-in.ts';
import { signInAgain, signInClient } from '../channels/email/oauth/sign-in-admin.ts';
import { endChatKeys, makeChatKey } from '../channels/webchat/identity-admin.ts';
import { setPublicAddress } from '../channels/instagram/files-admin.ts';
import { setOfflineMailbox } from '../channels/webchat/offline-admin.ts';
import { type AdminContext, adminCall } from './admin-call.ts';
import { consoleAdminCalls } from './console-call.ts';

type EmailInput = Parameters<typeof addEmailChannel>[1];
type WebchatInput = Parameters<typeof addWebchatChannel>[1];
type WhatsAppInput = Parameters<typeof addWhatsAppChannel>[1];
type PhoneInput = Parameters<typeof addPhoneChannel>[1];
type InstagramInput = Parameters<typeof addInstagramChannel>[1];

/** Channels are made and removed at the hub's own command, where their secrets are; the console sees how they stand. */
export const channelCalls = {
  ...consoleAdminCalls({ 'channel.list': (context) => listChannels(channels(context)) }),
  // The channels' own module checks what goes in, field by field.
  'channel.add-email': adminCall({ input: z.custom<EmailInput>((value) => typeof value === 'object' && value !== null), run: async (context, input) => ({ id: await addEmailChannel(channels(context), input, context.actor) }) }),
  'channel.sign-in-client.show': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => signInClient(channels(context), channel) }),
  'channel.sign-in': adminCall({ input: GivenCode.extend({ channel: z.string().max(64) }), run: (context, { channel, ...given }) => signInAgain(channels(context), channel, given, context.actor) }),
  'channel.add-webchat': adminCall({ input: z.custom<WebchatInput>((value) => typeof value === 'object' && value !== null), run: async (context, input) => ({ id: await addWebchatChannel(channels(context), input, context.actor) }) }),
  'channel.add-whatsapp': adminCall({ input: z.custom<WhatsAppInput>((value) => typeof value === 'object' && value !== null), run: (context, input) => addWhatsAppChannel(channels(context), input, context.actor) }),
  'channel.add-instagram': adminCall({ input: z.custom<InstagramInput>((value) => typeof value === 'object' && value !== null), run: (context, input) => addInstagramChannel(channels(context), input, context.actor) }),
  'channel.add-phone': adminCall({ input: z.custom<PhoneInput>((value) => typeof value === 'object' && value !== null), run: async (context, input) => ({ id: await addPhoneChannel(channels(context), input, context.actor) }) }),
  'channel.test.show': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => testChannel(channels(context), channel) }),
  'channel.templates.list': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => listTemplates(channels(context), channel) }),
  'channel.webchat-key': adminCall({
    input: z.object({ channel: z.string().max(64), overlapHours: z.number().int().min(0).max(168) }),
    run: (context, { channel, overlapHours }) => makeChatKey(channels(context), channel, overlapHours, context.actor),
  }),
  'channel.webchat-keys-end': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => endChatKeys(channels(context), channel, context.actor) }),
  'channel.webchat-offline': adminCall({
    input: z.object({ channel: z.string().max(64), mailbox: z.string().max(64).nullable() }),
    run: (context, { channel, mailbox }) => setOfflineMailbox(channels(context), channel, mailbox, context.actor),
  }),
  'channel.language': adminCall({
    input: z.object({ channel: z.string().max(64), language: z.enum(languageTags).nullable() }),
    run: (context, { channel, language }) => setChannelLanguage(channels(context), channel, language, context.actor),
  }),
  'channel.instagram-files': adminCall({
    input: z.object({ channel: z.string().max(64), address: z.string().max(300).nullable() }),
    run: (context, { channel, address }) => setPublicAddress(channels(context), channel, address, context.actor),
  }),
  'channel.remove': adminCall({ input: z.object({ channel: z.string().max(64) }), run: (context, { channel }) => removeChannel(channels(context), channel, context.actor) }),
};

function channels({ rooms, running }: AdminContext): ChannelAdmin {
  return { db: rooms.store, envelope: rooms.envelope, audit: rooms.audit, clock: rooms.clock, running: running?.channels ?? null };
}
