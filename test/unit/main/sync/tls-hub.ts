import 'reflect-metadata';
import { createHash, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import * as x509 from '@peculiar/x509';
import { WebSocketServer, type WebSocket } from 'ws';

/** A self-signed certificate for 127.0.0.1, made anew for every test. */
async function certificate(): Promise<{ key: string; cert: string; fingerprint: string }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = {
    privateKey: await webcrypto.subtle.importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', publicKey.export({ type: 'spki', format: 'der' }), algorithm, true, ['verify']),
  };
  x509.cryptoProvider.set(webcrypto as never);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=hub.test',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys: keys as never,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const pem = cert.toString('pem');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem,
    fingerprint: createHash('sha256').update(new X509Certificate(pem).raw).digest('hex'),
  };
}

/** A real WebSocket server behind real TLS, and what it saw. */
export class TlsHub {
  readonly fingerprint: string;
  readonly connections: WebSocket[] = [];
  readonly received: string[] = [];
  /** Connections that got as far as an HTTP request. */
  upgrades = 0;
  /** TCP connections, whatever became of them. */
  arrivals = 0;
  readonly #server: Server;

  private constructor(server: Server, fingerprint: string) {
    this.#server = server;
    this.fingerprint = fingerprint;
  }

  static async start(options: { readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3'; readonly port?: number } = {}): Promise<TlsHub> {
    const { fingerprint, ...secrets } = await certificate();
    const server = createServer({ ...secrets, ...(options.maxVersion === undefined ? {} : { maxVersion: options.maxVersion }) });
    const hub = new TlsHub(server, fingerprint);
    const sockets = new WebSocketServer({ server });
    server.on('connection', () => (hub.arrivals += 1));
    server.on('upgrade', () => (hub.upgrades += 1));
    server.on('request', () => (hub.upgrades += 1));
    sockets.on('connection', (socket) => {
      hub.connections.push(socket);
      socket.on('message', (data: Buffer) => hub.received.push(data.toString('utf8')));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return hub;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `wss://127.0.0.1:${this.port}/device`;
  }

  get latest(): WebSocket {
    const socket = this.connections.at(-1);
    if (socket === undefined) throw new Error('Nobody connected.');
    return socket;
  }

  async stop(): Promise<void> {
    for (const socket of this.connections) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A proxy that tunnels (CONNECT), or refuses to. */
export async function startProxy(answer: 'tunnel' | 'refuse') {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createTcpServer((client) => {
    open.add(client);
    client.on('error', () => undefined).on('close', () => open.delete(client));
    client.once('data', (head) => {
      const target = /^CONNECT ([^ ]+):(\d+) HTTP/.exec(head.toString('latin1'));
      asked.push(target?.[0] ?? 'something else');
      if (target === null || answer === 'refuse') {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const upstream = connect({ host: target[1]!, port: Number(target[2]) }, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    entry: `PROXY 127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
