import { z } from 'zod';
import { CannedReply, LanguageTag, mostCannedReplies } from '../../domain/canned-reply.ts';
import { maxMessageText, WrittenKind } from '../../domain/conversation.ts';
import { chunkSize, maxAttachmentBytes, maxChunks } from '../../domain/attachment.ts';
import { AttachmentId, ConversationId } from '../../domain/ids.ts';
import { call } from './call.ts';

/** Something in a draft that its author should see before it leaves. Offsets in the draft, in UTF-16 code units. */
export const DraftFinding = z.object({
  /** As a finding's type; `unfilled`: a gap of a canned reply; `internal-note`: words of a note that colleagues wrote; `other-customer`: a name or number of somebody else. */
  type: z.string().min(1).max(40),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  /** It is not sent with this in it; the hub refuses it as well. */
  stops: z.boolean(),
});
export type DraftFinding = z.infer<typeof DraftFinding>;

/** A file of a draft. `name`: as it will go out. */
export const DraftFile = z.object({ id: AttachmentId, name: z.string().max(300), mediaType: z.string().max(200), size: z.number().int().min(1).max(maxAttachmentBytes) });
export type DraftFile = z.infer<typeof DraftFile>;

/** `no-room`: the files of all drafts and waiting replies take too much on this laptop. The others as `FileProblem`. */
export const FileBegun = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begun'), file: AttachmentId }),
  z.object({ kind: z.literal('refused'), why: z.enum(['no-files', 'too-many', 'too-large', 'empty', 'program', 'kind', 'no-room']) }),
]);
export type FileBegun = z.infer<typeof FileBegun>;

/** What a file is brought for: the draft of a reply or a note, or the first mail of a conversation that is still being written. */
export const FileFor = z.enum([...WrittenKind.options, 'start']);
export type FileFor = z.infer<typeof FileFor>;

export const composerCalls = {
  /** A file for what is being written: its chunks follow. No path is ever told. For `start` the id is the one that the conversation will have. */
  'composer.begin-file': call({
    states: ['unlocked'],
    permission: 'conversation.reply',
    input: z.object({ id: ConversationId, kind: FileFor, name: z.string().max(4_000), size: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
    output: FileBegun,
  }),
  /** Its next chunk, in plain: sealed and on the disk when this answers. `gone`: not awaited any more. */
  'composer.file-chunk': call({
    states: ['unlocked'],
    permission: 'conversation.reply',
    input: z.object({ file: AttachmentId, index: z.number().int().min(0).max(maxChunks - 1), bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= chunkSize, 'A chunk at most.') }),
    output: z.object({ state: z.enum(['more', 'whole', 'gone']) }),
  }),
  'composer.remove-file': call({ states: ['unlocked'], permission: 'conversation.reply', input: z.object({ id: ConversationId, file: AttachmentId }), output: z.null() }),
  /** What helps to write, from this laptop: the canned replies of the agent, the language chosen last, and what stands under their e-mails. */
  'composer.help': call({
    states: ['unlocked'],
    permission: 'conversation.reply',
    input: z.null(),
    output: z.object({ replies: z.array(CannedReply).max(mostCannedReplies), language: LanguageTag.nullable(), signature: z.string() }),
  }),
  /** In which language canned replies are to be offered from now on. */
  'composer.language': call({ states: ['unlocked'], permission: 'conversation.reply', input: z.object({ language: LanguageTag }), output: z.null() }),
  /** The agent types an answer in a web chat: the customer is shown that it is so, and nothing of what. Lost where the hub is away. */
  'composer.typing': call({ states: ['unlocked'], permission: 'conversation.reply', input: z.object({ id: ConversationId }), output: z.null() }),
  /** The agent was told that words of another laptop stand in the draft. */
  'composer.draft-seen': call({ states: ['unlocked'], permission: 'conversation.read.assigned', input: z.object({ id: ConversationId, kind: WrittenKind }), output: z.null() }),
  /** Looks through what is being written, under the policy as it holds for what goes out. */
  'composer.check': call({
    states: ['unlocked'],
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, kind: WrittenKind, text: z.string().max(maxMessageText) }),
    output: z.array(DraftFinding).max(100),
  }),
};
