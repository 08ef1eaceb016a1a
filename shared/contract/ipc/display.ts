import { z } from 'zod';
import { Display } from '../../domain/display.ts';
import { call } from './call.ts';

export const displayCalls = {
  'display.read': call({ states: ['unlocked'], permission: null, input: z.null(), output: Display }),
  /** What is given is kept, the rest stays. Another language begins the page anew: what is being written has to be kept before. */
  'display.choose': call({ states: ['unlocked'], permission: null, input: Display.partial(), output: z.null() }),
};
