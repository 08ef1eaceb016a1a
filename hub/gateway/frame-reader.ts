import { isUtf8 } from 'node:buffer';
import { ControlToHub, FrameToHub } from '../../shared/contract/wire/index.ts';
import { DeviceMail } from '../../shared/contract/wire/index.ts';

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
