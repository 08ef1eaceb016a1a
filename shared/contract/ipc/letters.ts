import { z } from 'zod';
import { MessageId } from '../../domain/ids.ts';
import { call } from './call.ts';

/** Where a formatted mail is shown: an origin of its own for each, of which nothing else is served. */
export const letterScheme = 'letter';
export const LetterAddress = z.string().regex(/^letter:\/\/n[1-9]\d{0,14}\/$/);

/** Lines that the height of the frame is made for; what is longer is scrolled. */
export const mostLetterLines = 40;

/**
 * `ready`: the mail can be loaded from there, once, into a frame without rights. `outside`, `enclosed`: pictures that are not in it, by where
 * they would come from. `lines`: about how long it is, so that its frame has its height before it is there.
 */
export const Letter = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    address: LetterAddress,
    outside: z.number().int().min(0),
    enclosed: z.number().int().min(0),
    lines: z.number().int().min(1).max(mostLetterLines),
  }),
  /** `gone`: it has no formatting any more. `too-large`: more than is drawn. `superseded`: another one was asked for meanwhile, or it was locked. */
  z.object({ kind: z.literal('not-shown'), why: z.enum(['gone', 'too-large', 'superseded']) }),
]);
export type Letter = z.infer<typeof Letter>;

/** Why a mail that was shown is not any more: it worked too long, or its process went or was not its own. */
export const LetterEnd = z.object({ address: LetterAddress, why: z.enum(['too-hard', 'gone']) });
export type LetterEnd = z.infer<typeof LetterEnd>;

export const letterCalls = {
  /** Lays a mail ready to be shown with its formatting. The formatting itself never passes through the page. One at a time. */
  'message.formatted': call({
    states: ['unlocked'],
    permission: 'conversation.read.assigned',
    input: z.object({ messageId: MessageId }),
    output: Letter,
  }),
};
