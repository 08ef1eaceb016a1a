import { beforeEach, expect, test, vi } from 'vitest';
import type { OpenedVault } from '../../../../main/boundary/opened-vault.ts';
import type { Device } from '../../../../main/device/device.ts';
import { SerialWork } from '../../../../main/device/serial-work.ts';
import { Line } from '../../../../main/sync/line.ts';
import { MailExchange } from '../../../../main/sync/mail-exchange.ts';
import { SealdeskError } from '../../../../shared/domain/errors.ts';

const mail = { t: 'mail', kind: 'signal', body: '' } as const;
const receive = vi.fn<OpenedVault['receive']>();
const connectionChanged = vi.fn();
let exchange: MailExchange;

beforeEach(() => {
  vi.resetAllMocks();
  exchange = new MailExchange({
    // Of pre-keys alone.
    device: {} as Device,
    clock: { now: () => 0, monotonic: () => 0 },
    line: new Line(() => undefined),
    frames: new SerialWork(),
    sessionOpen: () => true,
    emit: () => undefined,
    connectionChanged,
  });
  exchange.opened({ receive, goQuiet: () => undefined } as unknown as OpenedVault, false);
});

const fails = (kind: string) => receive.mockRejectedValueOnce(new SealdeskError(kind, ''));

test.each(['mail-malformed', 'failed'])('mail that the vault will never take (%s) is told once, until mail is stored again', async (kind) => {
  fails(kind);
  fails(kind);
  await exchange.receive(mail);
  await exchange.receive(mail);
  expect(exchange.stopped).toBe(true);
  expect(connectionChanged).toHaveBeenCalledOnce();
  receive.mockResolvedValueOnce('session-broken');
  await exchange.receive(mail);
  expect(exchange.stopped).toBe(true);
  receive.mockResolvedValueOnce('stored');
  await exchange.receive(mail);
  expect(exchange.stopped).toBe(false);
  expect(connectionChanged).toHaveBeenCalledTimes(2);
});

test.each(['disk-full', 'vault-damaged', 'vault-unreachable', 'vault-closed'])('what the vault says by itself (%s) is not told once more', async (kind) => {
  fails(kind);
  await exchange.receive(mail);
  expect(exchange.stopped).toBe(false);
  expect(connectionChanged).not.toHaveBeenCalled();
});

test('it is forgotten with the lock, and told anew where it comes again', async () => {
  fails('mail-malformed');
  await exchange.receive(mail);
  exchange.closing();
  expect(exchange.stopped).toBe(false);
});
