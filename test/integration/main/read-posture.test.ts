import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMachineBinding } from '../../../main/device/machine-binding.ts';
import { readPosture } from '../../../main/device/posture/read-posture.ts';
import { measuredChecks, Posture } from '../../../shared/domain/posture.ts';

const child = join(import.meta.dirname, '..', '..', 'doubles', 'posture-child.ts');
const node = [process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] as const;
/** `nobody` on every distribution; there only has to be no 0 in it. */
const nobody = 65534;

/** The posture that a program of its own reads, started in this way. @param meanwhile what is done to it before it reads. */
async function postureOf(command: readonly string[], options: { readonly uid?: number; readonly meanwhile?: (pid: number) => Promise<void> } = {}): Promise<Posture> {
  const started = spawn(command[0] ?? '', [...command.slice(1), child], {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  const said = started.stdout.toArray() as Promise<Buffer[]>;
  await options.meanwhile?.(started.pid ?? 0);
  started.stdin.end('now');
  return Posture.parse(JSON.parse(Buffer.concat(await said).toString('utf8')));
}

/** Once the kernel says that somebody traces the process. */
async function traced(pid: number): Promise<void> {
  while (/^TracerPid:\t0$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Starts a debugger on a process that runs already. */
const attach = ([program = '', ...args]: readonly string[]) => async (pid: number) => {
  spawn(program, [...args, '-p', String(pid)], { stdio: 'ignore' });
  await traced(pid);
};

const present = (commands: readonly (readonly [string, ...string[]])[]) => commands.filter(([program]) => existsSync(program));
/** Debuggers of this machine that start what they trace: a program may always trace its own child. */
const starters = present([['/usr/bin/strace', '-qq', '-o', '/dev/null']]);
/** Those that attach to a running program. The kernel lets root do that, and others unless ptrace_scope is above 0. */
const scope = '/proc/sys/kernel/yama/ptrace_scope';
const mayAttach = process.getuid?.() === 0 || !existsSync(scope) || readFileSync(scope, 'utf8').trim() === '0';
const attachers = mayAttach ? present([['/usr/bin/strace', '-qq', '-o', '/dev/null'], ['/usr/bin/gdb', '-q', '-nx', '-batch', '-ex', 'continue']]) : [];

describe('this machine', () => {
  test('is read: every check has an outcome in words that name nobody', async () => {
    const posture = await readPosture({ appVersion: '0.1.0', profileFolder: mkdtempSync(join(tmpdir(), 'sealdesk-posture-')), argv: ['node'], env: {} });
    expect(Posture.parse(posture)).toEqual(posture);
    expect(posture).toMatchObject({ appVersion: '0.1.0', platform: process.platform });
    for (const check of measuredChecks) {
      expect(['ok', 'failed', 'unknown']).toContain(posture.checks[check].state);
      expect(posture.checks[check].detail).not.toBe('Not checked.');
      expect(posture.checks[check].detail).not.toMatch(/\/(?:home|tmp|root|proc|sys)\//);
    }
  });

  test('tells the same UUID to the posture and to the vault’s binding, and is the same at every look', async () => {
    const posture = await readPosture({ appVersion: '0.1.0', profileFolder: '/', argv: ['node'], env: {} });
    const binding = await readMachineBinding();
    expect(binding.hardware).toBe(posture.hardwareUuid);
    expect(await readMachineBinding()).toEqual(binding);
  });

  test('a file system that lies on no disk is unknown', async () => {
    const posture = await readPosture({ appVersion: '0.1.0', profileFolder: '/proc', argv: ['node'], env: {} });
    expect(posture.checks['disk-encryption'].state).toBe('unknown');
  });
});

describe('a debugger', () => {
  test('is nowhere near an ordinary start', async () => {
    expect((await postureOf(node)).checks.debugger).toEqual({ state: 'ok', detail: 'No debugger is attached.' });
  });

  test('that can reach an open inspector turns the check failed', async () => {
    expect((await postureOf([...node, '--inspect=0'])).checks.debugger).toEqual({ state: 'failed', detail: expect.stringContaining('inspector') });
  });

  test('asked for by a switch or a variable turns the check failed', async () => {
    const terms = { appVersion: '0.1.0', profileFolder: '/', argv: ['sealdesk'], env: {} };
    expect((await readPosture({ ...terms, argv: ['sealdesk', '--remote-debugging-port=9222'] })).checks.debugger.state).toBe('failed');
    expect((await readPosture({ ...terms, env: { NODE_OPTIONS: '--inspect' } })).checks.debugger.state).toBe('failed');
  });

  test.each(starters)('that started the program (%s) turns the check failed', async (...start) => {
    expect((await postureOf([...start, ...node])).checks.debugger).toEqual({ state: 'failed', detail: 'A debugger is attached to Sealdesk.' });
  });

  test.each(attachers)('that is attached to the running program (%s) turns the check failed', async (...debug) => {
    expect((await postureOf(node, { meanwhile: attach(debug) })).checks.debugger).toEqual({ state: 'failed', detail: 'A debugger is attached to Sealdesk.' });
  });
});

describe('the rights it runs with', () => {
  test('root’s turn the check failed', async () => {
    // As root in a user namespace of its own, where the test is not root's.
    const command = process.getuid?.() === 0 ? node : ['/usr/bin/unshare', '--user', '--map-root-user', ...node];
    expect((await postureOf(command)).checks.administrator).toEqual({ state: 'failed', detail: 'Sealdesk runs as root.' });
  });

  test('an ordinary user’s do not', async () => {
    const posture = await postureOf(node, process.getuid?.() === 0 ? { uid: nobody } : {});
    expect(posture.checks.administrator).toEqual({ state: 'ok', detail: 'Sealdesk runs as an ordinary user.' });
  });
});
