import { connect as connectTcp, isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Route } from './proxy.ts';

/** For the whole way: name lookup, proxy, TLS handshake. */
const dialLimit = 15_000;
/** Largest head of a proxy's answer. */
const proxyHeadLimit = 8 * 1024;

export interface DialOptions {
  readonly url: URL;
  /** SHA-256 fingerprint of the hub's own certificate, hexadecimal; null for an authority the machine trusts. */
  readonly fingerprint: string | null;
  readonly route: Route;
}

/** The certificate is not the hub's. Nothing but the TLS handshake was sent. */
export class MistrustError extends SealdeskError<'mistrusted'> {
  constructor(options?: ErrorOptions) {
    super('mistrusted', 'The certificate is not the one the invite named.', options);
  }
}

/**
 * Opens a TLS connection (1.3 or newer) to the hub and gives it out only once the certificate is
 * known to be the right one, so that no byte of a frame goes to anybody else.
 * @throws MistrustError
 */
export async function dialHub({ url, fingerprint, route }: DialOptions): Promise<tls.TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 443 : Number(url.port);
  const through = route.kind === 'direct' ? undefined : await openTunnel(route, host, port);
  try {
    return await handshake({ host, port, through, fingerprint });
  } catch (error) {
    through?.destroy();
    throw error;
  }
}

interface Handshake {
  readonly host: string;
  readonly port: number;
  readonly through: Socket | undefined;
  readonly fingerprint: string | null;
}

function handshake({ host, port, through, fingerprint }: Handshake): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    ...(through === undefined ? { host, port } : { socket: through }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(fingerprint === null ? { ca: trustedAuthorities() } : {}),
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['http/1.1'],
    // With a pinned certificate the fingerprint below is the check, and a stricter one: no authority
    // and no name can stand in for it. TLS itself proves that the other side holds its key.
    rejectUnauthorized: fingerprint === null,
  });
  return settle(socket, 'secureConnect', (error) => (isCertificateError(error) ? new MistrustError({ cause: error }) : error), () => {
    if (fingerprint === null) return;
    const shown: string | undefined = socket.getPeerCertificate().fingerprint256;
    if (shown?.replaceAll(':', '').toLowerCase() !== fingerprint) throw new MistrustError();
  });
}

/** The machine's own authorities too, where this runtime can list them: companies install theirs there. */
function trustedAuthorities(): string[] {
  // Missing before Node 22.15.
  const lister: ((type: 'default' | 'system') => string[]) | undefined = tls.getCACertificates;
  return lister === undefined ? [...tls.rootCertificates] : [...new Set([...lister('default'), ...lister('system')])];
}

const certificateErrors = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED', 'CERT_UNTRUSTED', 'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function isCertificateError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && certificateErrors.has(error.code);
}

async function openTunnel(route: Exclude<Route, { kind: 'direct' }>, host: string, port: number): Promise<Socket> {
  const { host: proxyHost, port: proxyPort } = route;
  const socket: Socket =
    route.kind === 'http-proxy'
      ? await settle(connectTcp({ host: proxyHost, port: proxyPort }), 'connect')
      : await settle(
          tls.connect({ host: proxyHost, port: proxyPort, ca: trustedAuthorities(), ...(isIP(proxyHost) === 0 ? { servername: proxyHost } : {}) }),
          'secureConnect',
        );
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  try {
    const head = await readHead(socket);
    if (!/^HTTP\/1\.[01] 2\d\d[ \r]/.test(head)) throw new SealdeskError('proxy-refused', 'The proxy did not open a way to the hub.');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Up to the empty line; what follows belongs to the tunnel and is put back. */
function readHead(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const over = (error: Error | null, head = '') => {
      socket.off('data', onData).off('error', onError).off('close', onClose).setTimeout(0);
      if (error === null) resolve(head);
      else reject(error);
    };
    const onError = (error: Error) => over(error);
    const onClose = () => over(new SealdeskError('proxy-refused', 'The proxy closed the connection.'));
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end >= 0) {
        socket.pause();
        if (received.length > end + 4) socket.unshift(received.subarray(end + 4));
        over(null, received.subarray(0, end).toString('latin1'));
      } else if (received.length > proxyHeadLimit) {
        over(new SealdeskError('proxy-refused', 'The proxy answered something else.'));
      }
    };
    socket.on('data', onData).on('error', onError).on('close', onClose);
    socket.setTimeout(dialLimit, () => over(new SealdeskError('timed-out', 'The proxy did not answer in time.')));
  });
}

/** Waits until a socket is up, and destroys it when it is not, in time and in order. */
function settle<S extends Socket>(socket: S, up: 'connect' | 'secureConnect', explain = (error: Error) => error, check: () => void = () => undefined): Promise<S> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.off(up, onUp).off('close', onClose);
      // A destroyed socket may still report an error.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(explain(error));
    };
    const onClose = () => fail(new SealdeskError('closed', 'The connection was closed before it was up.'));
    const onUp = () => {
      try {
        check();
      } catch (error) {
        fail(error instanceof Error ? error : new Error('The connection was not accepted.'));
        return;
      }
      clearTimeout(timer);
      socket.off('error', fail).off('close', onClose);
      resolve(socket);
    };
    const timer = setTimeout(() => fail(new SealdeskError('timed-out', 'The hub did not answer in time.')), dialLimit);
    socket.once(up, onUp).once('error', fail).once('close', onClose);
  });
}
