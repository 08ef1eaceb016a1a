import { messages } from '../../languages/spoken.ts';

export const words = messages.blockSender;
