import { z } from 'zod';
import { ipcCalls } from '../../shared/contract/ipc/index.ts';
import { type ConsoleCallName, consoleCalls } from '../../shared/contract/console/index.ts';
import { maxChunks } from '../../shared/domain/attachment.ts';
import { AttachmentId, ConversationId, MessageId, Timestamp, TranscriptId } from '../../shared/domain/ids.ts';
import { languageTags } from '../../shared/language/languages.ts';
import { TranscriptFormat } from '../../shared/transcript/transcript.ts';
import { SecondFactor } from '../../shared/domain/second-factor.ts';
import { totpCodePattern } from '../../shared/domain/typed-code.ts';
import { Posture } from '../../shared/domain/posture.ts';
import { maxFrameLength, TranscriptReport } from '../../shared/contract/wire/index.ts';
import { type VaultCallName, type VaultCalls, type VaultInput, type VaultQuery, vaultQueries } from './vault-process.ts';

/** What the vault process accepts of each call, checked when it arrives. The other process is not trusted to have done so. */
const passphrase = z.instanceof(Uint8Array).refine((bytes) => bytes.length >= 1 && bytes.length <= 1024, 'A passphrase has at most 1,024 bytes.');
const code = z.instanceof(Uint8Array).refine((bytes) => totpCodePattern.test(Buffer.from(bytes).toString('latin1')), 'A code is six or eight digits.');
const factor = z.instanceof(Uint8Array).refine((bytes) => SecondFactor.safeParse(Buffer.from(bytes).toString('latin1')).success, 'A code is six or eight digits, or sixteen letters and digits.');
const ticket = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 1024, 'A ticket has at most 1,024 bytes.');

/** Conversations looked at for one notification. */
export const mostNews = 200;

const place = { messageId: MessageId, id: AttachmentId };

const inputs = {
  'device.inspect': z.null(),
  'device.begin': z.object({ invite: z.string().min(1).max(4096), posture: Posture }),
  'device.cancel': z.null(),
  'device.posture': z.object({ posture: Posture, refusedByHub: z.boolean() }),
  'device.start-over': z.null(),
  'page.sealing-key': z.null(),
  'setup.passphrase': z.object({ passphrase }),
  'setup.totp': z.null(),
  'setup.confirm': z.object({ first: code, second: code }),
  'unlock.attempt': z.object({ passphrase, code: factor.nullable(), ticket: ticket.nullable() }),
  'repair.carry-out': z.null(),
  'repair.seen': z.null(),
  'unlock.code': z.object({ code: factor }),
  'vault.close': z.object({ keepTicket: z.boolean() }),
  'device.forgotten': z.null(),
  'security.show': z.null(),
  'security.change-passphrase': z.object({ passphrase, code: factor, next: passphrase }),
  'security.new-authenticator': z.object({ passphrase, code: factor.nullable() }),
  'security.confirm-authenticator': z.object({ first: code, second: code }),
  'security.new-recovery-codes': z.object({ passphrase, code: factor }),
  'security.set-duress-passphrase': z.object({ passphrase, code: factor, duress: passphrase.nullable() }),
  'security.rotate-vault-key': z.object({ passphrase, code: factor }),
  'link.opened': z.null(),
  // One more than the largest, so that the link itself says no to it.
  'link.frame': z.object({ text: z.string().max(maxFrameLength + 1) }),
  'link.closed': z.null(),
  'link.target': z.null(),
  'attachment.fetch': z.object(place),
  'attachment.chunk': z.object({ ...place, index: z.number().int().min(0).max(maxChunks - 1) }),
  'message.html': z.object({ messageId: MessageId }),
  'spelling.check': ipcCalls['spelling.check'].input,
  'spelling.suggest': ipcCalls['spelling.suggest'].input,
  'typing.tell': ipcCalls['composer.typing'].input,
  'draft.check': ipcCalls['composer.check'].input,
  'transcript.make': z.object({ id: ConversationId, format: TranscriptFormat, number: TranscriptId, language: z.enum(languageTags) }),
  'transcript.report': TranscriptReport,
  'news.look': z.object({ ids: z.array(ConversationId).max(mostNews), names: z.boolean() }),
  'news.due': z.object({ after: Timestamp, until: Timestamp }),
  'presence.tell': ipcCalls['presence.tell'].input,
  'sync.state': z.null(),
  'console.call': z
    .object({ name: z.enum(Object.keys(consoleCalls) as [ConsoleCallName, ...ConsoleCallName[]]), input: z.unknown() })
    .refine(({ name, input }) => consoleCalls[name].input.safeParse(input).success, 'The call takes another input.'),
} satisfies { readonly [N in keyof VaultCalls]: z.ZodType<VaultCalls[N]['in']> };

const queries: ReadonlySet<string> = new Set(vaultQueries);

export function isVaultQuery(name: VaultCallName): name is VaultQuery {
  return queries.has(name);
}

/** How a call arrives; its input is checked by `parseVaultInput` once its name is known. */
export const ToVaultProcess = z.object({
  id: z.number().int(),
  name: z.enum([...(Object.keys(inputs) as [keyof VaultCalls, ...(keyof VaultCalls)[]]), ...vaultQueries]),
  input: z.unknown(),
  asker: z.instanceof(Uint8Array).nullable(),
});

/** @throws z.ZodError */
export function parseVaultInput<N extends VaultCallName>(name: N, input: unknown): VaultInput<N> {
  const own: Readonly<Record<string, z.ZodType>> = inputs;
  const schema = isVaultQuery(name) ? ipcCalls[name].input : own[name];
  if (schema === undefined) throw new TypeError('There is no such call.');
  return schema.parse(input) as VaultInput<N>;
}
