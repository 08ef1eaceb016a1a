import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { TlsIdentity } from '../../http/tls-certificate.ts';
import { createLog } from '../../log.ts';
import { defaultData, reporting, wholeNumber } from './answering.ts';
import { addCertificateCommands } from './certificate-commands.ts';
import { addInitCommand } from './hub-init.ts';

interface StartOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly chatPort: number;
  readonly publicUrl?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** `sealdesk hub ...` */
export function addHubCommands(program: Command): void {
  const hub = program.command('hub').description('make a hub, start it, have it certified');
  addInitCommand(hub);
  hub
    .command('start')
    .description('start the hub; one line of JSON on standard output says when it is ready')
    .option('--data <dir>', "the hub's data folder", defaultData)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port; 0: the one it had before, or any', wholeNumber, 0)
    .option('--chat-port <n>', 'port of the plain chat page of a try-it organisation', wholeNumber, 0)
    .option('--public-url <url>', 'how devices reach the hub (wss://...), where that is not host and port')
    .option('--tls-cert <file>', 'certificate of an authority that devices trust, with its chain (PEM)')
    .option('--tls-key <file>', 'its private key (PEM)')
    .action((o: StartOptions) => reporting({}, () => start(o)));
  addCertificateCommands(hub);
}

class StartError extends SealdeskError<'tls-incomplete'> {}

async function start(o: StartOptions): Promise<void> {
  const log = createLog(systemClock);
  const { startService } = await import('../../service.ts');
  const service = await startService({
    data: resolve(o.data),
    host: o.host,
    port: o.port,
    chatPort: o.chatPort,
    tls: ownTls(o),
    publicUrl: o.publicUrl ?? null,
    clock: systemClock,
    log,
  });
  let ending = false;
  const end = (signal: string) => {
    if (ending) return;
    ending = true;
    log.info('hub.ending', { signal });
    // Whatever hangs must not keep the hub from ending: what is committed is safe.
    setTimeout(() => process.exit(1), 10_000).unref();
    void service.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  console.log(JSON.stringify({ ready: true, url: service.url, chat: service.chat }));
}

function ownTls({ tlsCert, tlsKey }: StartOptions): TlsIdentity | null {
  if (!tlsCert && !tlsKey) return null;
  if (!tlsCert || !tlsKey) throw new StartError('tls-incomplete', 'Give both --tls-cert and --tls-key, or neither.');
  return { certificate: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') };
}
