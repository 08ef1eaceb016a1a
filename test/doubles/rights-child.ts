import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { withoutNetwork } from '../../hub/intake/documents/without-network.ts';

/** Tries what the process that reads documents must not be able to do, and tells what it could. */
withoutNetwork();
const attempts: Readonly<Record<string, () => unknown>> = {
  'read a file': () => readFileSync('/etc/passwd'),
  'read a folder': () => readdirSync(tmpdir()),
  'write a file': () => writeFileSync(join(tmpdir(), 'sealdesk-rights'), 'x'),
  'write over the program': () => writeFileSync(import.meta.filename, '', { flag: 'a' }),
  'start a program': () => spawn('/bin/true'),
  'start a thread': () => new Worker('0', { eval: true }),
  'call somebody': () => connect(9, '127.0.0.1'),
  'listen': () => createServer().listen(0),
  'send a packet': () => createSocket('udp4').send('x', 9, '127.0.0.1'),
  'fetch': () => fetch('http://127.0.0.1:9'),
};

process.on('message', () => {
  const could = Object.entries(attempts).flatMap(([what, attempt]) => {
    try {
      attempt();
      return [what];
    } catch {
      return [];
    }
  });
  process.send?.({ could, tried: Object.keys(attempts).length, environment: Object.keys(process.env).filter((name) => !name.startsWith('NODE_CHANNEL')) });
});
