import type { AgentId, DeviceId } from '../../shared/domain/ids.ts';
import { devicesOf } from '../enrolment/viewers.ts';
import type { Tx } from '../ports.ts';

/** How many files lie beside something that is written, on which device. They stay there; the agent's others are told how many. */
export type FilesBeside = Readonly<Record<string, number>>;

export function withFiles(files: FilesBeside, deviceId: DeviceId, count: number): Record<string, number> {
  const { [deviceId]: _, ...others } = files;
  return count === 0 ? others : { ...others, [deviceId]: count };
}

export function sameFiles(one: FilesBeside, other: FilesBeside): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** Those on the agent's other devices. Of a laptop that is lost or wiped they are gone. */
export async function filesElsewhere(tx: Tx, agentId: AgentId, files: FilesBeside, deviceId: DeviceId): Promise<number> {
  const there = new Set<string>((await devicesOf(tx, agentId)).map((device) => device.deviceId));
  return Object.entries(files).reduce((sum, [device, count]) => (device !== deviceId && there.has(device) ? sum + count : sum), 0);
}
