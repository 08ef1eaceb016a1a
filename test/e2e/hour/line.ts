import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { readInvite, writeInvite } from '../../../shared/trust/invite.ts';

/** The line of one laptop to the hub: bytes as they are, until somebody pulls the plug. */
export class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  private constructor(hub: string) {
    const { hostname, port } = new URL(hub);
    this.#server = createServer((near) => {
      if (this.#cut) return void near.destroy();
      const far = connect(Number(port), hostname);
      this.#hold(near, far);
      this.#hold(far, near);
    });
  }

  static async open(hub: string): Promise<Line> {
    const line = new Line(hub);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  /** The same invite, to a laptop that is on this line; what it trusts is pinned, so the way there is no matter of trust. */
  through(invite: string): string {
    const read = readInvite(invite);
    return writeInvite({ ...read, url: Object.assign(new URL(read.url), { port: String((this.#server.address() as AddressInfo).port) }).href });
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hold(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pipe(to);
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
