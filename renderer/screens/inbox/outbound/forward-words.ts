import { messages } from '../../../languages/spoken.ts';

export const forwardWords = messages.forwarding;
