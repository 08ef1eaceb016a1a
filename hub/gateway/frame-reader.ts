import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { Command, ControlToHub, DeviceMail, FrameToHub } from '../../shared/contract/wire/index.ts';
import { IdempotencyKey, Timestamp } from '../../shared/domain/ids.ts';

/** A frame off the wire; null for anything that is not exactly one. Never throws. */
export function readFrame(data: Uint8Array, binary: boolean): FrameToHub | null {
  return binary || !isUtf8(data) ? null : parsed(FrameToHub, Buffer.from(data).toString('utf8'));
}

/** What was inside a sealed frame; null for anything else. */
export function readControl(text: string): ControlToHub | null {
  return parsed(ControlToHub, text);
}

/** What was inside a Signal message; null for anything else. */
export function readDeviceMail(plaintext: Uint8Array): DeviceMail | null {
  return isUtf8(plaintext) ? parsed(DeviceMail, Buffer.from(plaintext).toString('utf8')) : null;
}

/** A command that this hub does not have, of a newer workstation; null for anything else. One that it has, and that is not as it should be, is none. */
export function readUnknownCommand(plaintext: Uint8Array): { readonly key: IdempotencyKey } | null {
  const mail = isUtf8(plaintext) ? parsed(LaterCommand, Buffer.from(plaintext).toString('utf8')) : null;
  return mail === null || known.has(mail.command.do) ? null : { key: mail.key };
}

const LaterCommand = z.object({ m: z.literal('command'), key: IdempotencyKey, at: Timestamp, command: z.object({ do: z.string().min(1).max(60) }) });
const known: ReadonlySet<string> = new Set(Command.options.map((option) => option.shape.do.value));

function parsed<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } }, text: string): T | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const result = schema.safeParse(value);
  return result.success ? result.data : null;
}
