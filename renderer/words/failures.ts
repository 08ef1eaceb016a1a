import type { CallFailure } from '../client.ts';
import { messages } from '../languages/spoken.ts';

/** What to say when a call was not served. Each says what to do. */
export const failureWords = ({ kind }: CallFailure): string => messages.failures[kind];
