import { Socket as DatagramSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';

class NoNetworkError extends Error {}

/** In this process nothing is called and nothing listens: what reads a stranger's document has nobody to tell. */
export function withoutNetwork(): void {
  const refuse = () => {
    throw new NoNetworkError('This process has no network.');
  };
  for (const [prototype, name] of [[Socket.prototype, 'connect'], [Server.prototype, 'listen'], [DatagramSocket.prototype, 'send'], [DatagramSocket.prototype, 'connect'], [DatagramSocket.prototype, 'bind']] as const) {
    Object.defineProperty(prototype, name, { value: refuse, writable: false, configurable: false });
  }
  Object.defineProperty(globalThis, 'fetch', { value: refuse, writable: false, configurable: false });
}
