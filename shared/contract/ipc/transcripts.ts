import { z } from 'zod';
import { ConversationId, TranscriptId } from '../../domain/ids.ts';
import { TranscriptFormat } from '../../transcript/transcript.ts';
import { call } from './call.ts';

export const transcriptCalls = {
  /**
   * Asks the person for a place, in the system's own dialog, and writes the conversation there. The page learns that it was
   * done, and the file's number; never where it is, nor what is in it.
   */
  'conversation.save-transcript': call({
    states: ['unlocked'],
    permission: 'conversation.export',
    input: z.object({ id: ConversationId, format: TranscriptFormat }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('saved'), number: TranscriptId }),
      /** `gone`: no longer on this laptop. `busy`: the dialog is open for another one. */
      z.object({ kind: z.enum(['cancelled', 'gone', 'too-long', 'busy']) }),
      z.object({ kind: z.literal('not-written'), why: z.enum(['taken', 'no-room', 'not-allowed', 'own-folder', 'failed']) }),
    ]),
  }),
};
