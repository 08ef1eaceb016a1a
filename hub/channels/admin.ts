import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChannelCard } from '../../shared/contract/console/channels.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Template } from '../../shared/domain/template.ts';
import { TeamId } from '../../shared/domain/ids.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Language } from '../../shared/language/languages.ts';
import type { Audit, Envelope } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { webhookPath } from './meta/webhook-path.ts';
import { type ChannelRecord, readChannels, writeChannel } from './channel-records.ts';
import type { ChannelHealth, CheckedPoint } from './channel.ts';
import { EmailSettings, InstagramSettings, PhoneSettings, WebchatSettings, WhatsAppSettings } from './settings.ts';
import { SignIn, signedIn } from './email/oauth/sign-in.ts';
import type { KeptTemplates } from './whatsapp/template-shelf.ts';

/** What stands behind `sealdesk channel ...`. */
export interface ChannelAdmin {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  /** The running channels, which take the change up at once; null when the hub is not running. */
  readonly running: {
    reload(): Promise<void>;
    reopen(channelId: string): Promise<void>;
    health(channelId: string): ChannelHealth | null;
    test(channelId: string): Promise<readonly CheckedPoint[] | null>;
    templates(channelId: string, fresh: boolean): Promise<KeptTemplates | null>;
    /** Something was queued to go out. */
    queued(): void;
  } | null;
}

const NewEmail = EmailSettings.omit({ oauth: true }).extend({
  name: z.string().min(1).max(80),
  teamId: TeamId.nullable().default(null),
  displayName: z.string().min(1).max(120).optional(),
  /** Somebody has signed in, in place of a password. */
  signIn: SignIn.nullable().default(null),
});
const NewWebchat = z.object({
  name: z.string().min(1).max(80),
  teamId: TeamId.nullable().default(null),
  origins: WebchatSettings.shape.origins.default([]),
  title: WebchatSettings.shape.title.default(null),
  greeting: WebchatSettings.shape.greeting.default(null),
});

const named = { name: z.string().min(1).max(80), teamId: TeamId.nullable().default(null) };
const NewPhone = PhoneSettings.extend(named);
const NewWhatsApp = WhatsAppSettings.omit({ verifyToken: true }).extend(named);
const NewInstagram = InstagramSettings.omit({ verifyToken: true, token: true }).extend(named);

export class ChannelInputError extends SealdeskError<'channel-input'> {
  constructor(problem: string) {
    super('channel-input', problem);
  }
}

/**
 * @param input name, address, imap and smtp ({host, port, security: 'tls' | 'starttls'}), user, password or signIn, ca (PEM or null), teamId.
 * @returns the new channel's id.
 * @throws ChannelInputError naming the field that is wrong. @throws OAuthError where the provider does not take the sign-in.
 */
export async function addEmailChannel(admin: ChannelAdmin, input: z.input<typeof NewEmail>, actor: string): Promise<string> {
  const { name, teamId, displayName, signIn, ...settings } = checked(NewEmail, input);
  if ((settings.password === null) === (signIn === null)) throw new ChannelInputError('A mailbox has a password, or somebody signs in to it: one of the two.');
  const oauth = signIn === null ? null : await signedIn(signIn);
  return add(admin, { id: randomUUID(), kind: 'email', name, teamId, language: null, settings: { ...settings, oauth, displayName: displayName ?? name } }, actor);
}

/** @returns the new channel's id. @throws ChannelInputError */
export async function addWebchatChannel(admin: ChannelAdmin, input: z.input<typeof NewWebchat>, actor: string): Promise<string> {
  const { name, teamId, ...settings } = checked(NewWebchat, input);
  return add(admin, { id: randomUUID(), kind: 'webchat', name, teamId, language: null, settings: { ...settings, identityKeys: [], offlineMailbox: null } }, actor);
}

/** @param input name, teamId, country, recordingHosts. @returns the new channel's id. @throws ChannelInputError */
export async function addPhoneChannel(admin: ChannelAdmin, input: z.input<typeof NewPhone>, actor: string): Promise<string> {
  const { name, teamId, ...settings } = checked(NewPhone, input);
  return add(admin, { id: randomUUID(), kind: 'phone', name, teamId, language: null, settings }, actor);
}

/** What the provider has to be told of a new channel, once. */
export interface AddedHook {
  readonly id: string;
  /** Below the hub's public address. */
  readonly path: string;
  readonly verifyToken: string;
}

/** @param input name, phoneNumberId, businessAccountId, appSecret, accessToken, teamId. @throws ChannelInputError naming the field that is wrong. */
export async function addWhatsAppChannel(admin: ChannelAdmin, input: z.input<typeof NewWhatsApp>, actor: string): Promise<AddedHook> {
  const { name, teamId, ...given } = checked(NewWhatsApp, input);
  const settings = { ...given, verifyToken: madeUpToken() };
  await refuseSecond(admin, (channel) => channel.kind === 'whatsapp' && channel.settings.phoneNumberId === settings.phoneNumberId);
  return hooked(await add(admin, { id: randomUUID(), kind: 'whatsapp', name, teamId, language: null, settings }, actor), settings.verifyToken);
}

/** @param input name, accountId, appSecret, accessToken, teamId. @throws ChannelInputError */
export async function addInstagramChannel(admin: ChannelAdmin, input: z.input<typeof NewInstagram>, actor: string): Promise<AddedHook> {
  const { name, teamId, ...given } = checked(NewInstagram, input);
  const settings = { ...given, verifyToken: madeUpToken(), token: null };
  await refuseSecond(admin, (channel) => channel.kind === 'instagram' && channel.settings.accountId === settings.accountId);
  return hooked(await add(admin, { id: randomUUID(), kind: 'instagram', name, teamId, language: null, settings }, actor), settings.verifyToken);
}

const madeUpToken = () => randomBytes(24).toString('base64url');
const hooked = (id: string, verifyToken: string): AddedHook => ({ id, path: `${webhookPath}/${id}`, verifyToken });

/** Two channels of one account would each be told half of what happens. */
async function refuseSecond(admin: ChannelAdmin, same: (channel: ChannelRecord) => boolean): Promise<void> {
  if ((await readChannels(admin.db, admin.envelope)).some(same)) throw new ChannelInputError('There is a channel for this account already. Remove it first: `sealdesk channel remove`.');
}

/** Asks a channel's far side whether all is as it has to be. @throws ChannelInputError when there is nothing to ask. */
export async function testChannel(admin: ChannelAdmin, channelId: string): Promise<readonly CheckedPoint[]> {
  const points = await running(admin).test(channelId);
  if (points === null) throw new ChannelInputError('Only WhatsApp and Instagram channels are tested. `sealdesk channel list` shows how the others are.');
  return points;
}

/** Approved templates of a WhatsApp channel. @throws ChannelInputError */
export async function listTemplates(admin: ChannelAdmin, channelId: string): Promise<readonly Pick<Template, 'name' | 'language' | 'category'>[]> {
  const kept = await running(admin).templates(channelId, true);
  if (kept === null) throw new ChannelInputError('There are no templates to show: it is no WhatsApp channel, or WhatsApp did not answer.');
  return kept.templates.map(({ name, language, category }) => ({ name, language, category }));
}

function running({ running: hub }: ChannelAdmin): NonNullable<ChannelAdmin['running']> {
  if (hub === null) throw new ChannelInputError('The hub has to run for this: start it with `sealdesk hub start`.');
  return hub;
}

/** As IT is shown them. */
export async function listChannels(admin: ChannelAdmin): Promise<ChannelCard[]> {
  const count = async (table: 'intake_spool' | 'quarantine', id: string) =>
    (await admin.db.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')).where('channel_id', '=', id).executeTakeFirstOrThrow()).n;
  const listed: ChannelCard[] = [];
  for (const { id, kind, name, teamId } of await readChannels(admin.db, admin.envelope)) {
    const out = await admin.db
      .selectFrom('deliveries')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('channel_id', '=', id)
      .where('state', 'in', ['waiting', 'sending'])
      .executeTakeFirstOrThrow();
    listed.push({
      id,
      kind,
      name,
      teamId: teamId === null ? null : TeamId.parse(teamId),
      waitingIn: await count('intake_spool', id),
      waitingOut: out.n,
      quarantined: await count('quarantine', id),
      health: admin.running?.health(id) ?? null,
    });
  }
  return listed;
}

/**
 * In which language a channel speaks to customers of whom nothing tells theirs.
 * @param language null: English
 * @throws ChannelInputError
 */
export async function setChannelLanguage(admin: ChannelAdmin, channelId: string, language: Language | null, actor: string): Promise<void> {
  await admin.db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx.updateTable('channels').set({ language }).where('id', '=', channelId).where('removed_at', 'is', null).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ChannelInputError('There is no such channel. `sealdesk channel list` shows their ids.');
    await admin.audit.append(tx, { actor, action: 'channel.language-set', subject: channelId, detail: { language: language ?? 'none' } });
  });
  await admin.running?.reload();
}

/**
 * Stops the channel and forgets its secrets. Conversations stay readable.
 * @throws ChannelInputError when there is no such channel.
 */
export async function removeChannel(admin: ChannelAdmin, channelId: string, actor: string): Promise<void> {
  await admin.db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('channels')
      .set({ removed_at: admin.clock.now(), settings: new Uint8Array() })
      .where('id', '=', channelId)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ChannelInputError('There is no such channel. `sealdesk channel list` shows their ids.');
    await admin.audit.append(tx, { actor, action: 'channel.removed', subject: channelId });
  });
  await admin.running?.reload();
}

async function add(admin: ChannelAdmin, channel: ChannelRecord, actor: string): Promise<string> {
  await admin.db.transaction().execute(async (tx) => {
    if (channel.teamId !== null && !(await tx.selectFrom('teams').select('id').where('id', '=', channel.teamId).executeTakeFirst())) {
      throw new ChannelInputError('There is no such team. `sealdesk team list` shows their ids.');
    }
    await writeChannel(tx, admin.envelope, channel, admin.clock.now());
    await admin.audit.append(tx, { actor, action: 'channel.added', subject: channel.id, detail: { kind: channel.kind } });
  });
  await admin.running?.reload();
  return channel.id;
}

/** Names the field, never the value: a value may be a password. */
function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, code }) => `${path.join('.') || 'input'} (${code.replaceAll('_', ' ')})`);
  throw new ChannelInputError(`The channel was not added. Check these: ${problems.join(', ')}.`);
}
