import { z } from 'zod';

/** Types of messages we take (D-Bus specification, "Message types"). A method call (1) is none of them: nothing is served here. */
export const messageTypes = { call: 1, reply: 2, error: 3, signal: 4 } as const;

/** Do not start a program that would own the name (D-Bus specification, "Header flags"). */
export const noAutoStart = 0x2;

const Name = z.string().max(255);

/** The bus writes `sender` itself: no peer can choose it. */
export const BusAnswer = z.object({
  type: z.union([z.literal(messageTypes.reply), z.literal(messageTypes.error)]),
  sender: Name,
  replySerial: z.number(),
  body: z.array(z.unknown()).default([]),
});
export type BusAnswer = z.infer<typeof BusAnswer>;

export const BusSignal = z.object({
  type: z.literal(messageTypes.signal),
  sender: Name,
  path: z.string(),
  interface: Name,
  member: Name,
  body: z.array(z.unknown()).default([]),
});
export type BusSignal = z.infer<typeof BusSignal>;

export const BusMessage = z.discriminatedUnion('type', [BusAnswer, BusSignal]);

/** What `org.freedesktop.DBus.Properties` tells of changes: interface, new values, names of what else changed. */
export const PropertiesChanged = z.tuple([z.string(), z.record(z.string(), z.unknown()), z.array(z.string())]);
