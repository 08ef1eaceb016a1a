import { z } from 'zod';
import { maxReplyText } from '../../domain/conversation.ts';
import { ConversationId } from '../../domain/ids.ts';
import { longestWord, mostMisspelled, mostOwnWords, OwnWord, SpellingChoice, SpellingLanguage } from '../../domain/spelling.ts';
import { call } from './call.ts';

const forAgents = { states: ['unlocked'], permission: 'conversation.read.assigned' } as const;

/** Spelling of what agents write, on this laptop alone: no text and no word leaves it. */
export const spellingCalls = {
  /** The places in a draft that the language does not know, and the agent has not taught. */
  'spelling.check': call({
    ...forAgents,
    input: z.object({ language: SpellingLanguage, text: z.string().max(maxReplyText) }),
    output: z.array(z.object({ start: z.number().int().min(0), end: z.number().int().min(1) })).max(mostMisspelled),
  }),
  /** What the word may have been meant to be, the likeliest first. */
  'spelling.suggest': call({ ...forAgents, input: z.object({ language: SpellingLanguage, word: z.string().min(1).max(longestWord) }), output: z.array(z.string().max(200)).max(6) }),
  /** Known from now on, in every language. */
  'spelling.teach': call({ ...forAgents, input: z.object({ word: OwnWord }), output: z.null() }),
  'spelling.forget': call({ ...forAgents, input: z.object({ word: OwnWord }), output: z.null() }),
  'spelling.words': call({ ...forAgents, input: z.null(), output: z.array(z.string()).max(mostOwnWords) }),
  /** Null: nothing was chosen for this conversation. */
  'spelling.chosen': call({ ...forAgents, input: z.object({ id: ConversationId }), output: z.object({ language: SpellingChoice.nullable() }) }),
  'spelling.choose': call({ ...forAgents, input: z.object({ id: ConversationId, language: SpellingChoice }), output: z.null() }),
};
