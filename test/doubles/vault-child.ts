import { openVault } from '../../main/vault/open-vault.ts';
import type { MailFrame, OpenedVault, PreKeyMaterial } from '../../main/boundary/opened-vault.ts';
import { DeviceId } from '../../shared/domain/ids.ts';

/** A vault in a process of its own, so that a test can kill it; the parent is the hub. */
export interface VaultChildOptions {
  readonly file: string;
  readonly key: string;
  readonly deviceId: string;
  readonly hubSignalIdentity: string;
  readonly agent: { readonly id: string; readonly name: string };
  readonly workers: { readonly writer: string; readonly reader: string; readonly ratchet: string };
  /** As the policy has them. */
  readonly undoSeconds?: number;
}

/** One thing that an agent does. */
export interface Asked {
  readonly name: 'conversation.reply' | 'conversation.draft' | 'conversation.status' | 'search.messages' | 'inbox.list';
  readonly input: unknown;
}
export type ToChild = { readonly mail: MailFrame } | { readonly ask: Asked };
export type FromChild =
  | { readonly open: { readonly hasSession: boolean; readonly preKeys: PreKeyMaterial | null } }
  | { readonly sent: MailFrame }
  | { readonly received: string }
  /** The vault said yes: from now on it has to be there. */
  | { readonly answered: Asked; readonly value: unknown }
  | { readonly failed: string };

function tell(message: FromChild): void {
  process.send?.(message);
}

async function main(options: VaultChildOptions): Promise<void> {
  const vault: OpenedVault = await openVault({
    ...options,
    key: Buffer.from(options.key, 'hex'),
    deviceId: DeviceId.parse(options.deviceId),
    hubSignalIdentity: Buffer.from(options.hubSignalIdentity, 'hex'),
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    create: true,
    keepResolvedDays: 90,
    limits: { messages: 0, mebibytes: 0 },
    undoSeconds: options.undoSeconds ?? 0,
    send: (mail) => tell({ sent: mail }),
    inboxChanged: () => undefined,
    filesWait: () => undefined,
    syncChanged: () => undefined,
    lentNoMore: () => undefined,
    failed: (problem) => tell({ failed: problem }),
  });
  process.on('message', (message: ToChild) => {
    if ('mail' in message) void vault.receive(message.mail).then((received) => tell({ received }));
    // Before the conversation has come there is nothing to answer.
    else vault.query(message.ask.name, message.ask.input as never).then((value: unknown) => tell({ answered: message.ask, value }), () => undefined);
  });
  const hasSession = await vault.hasSession();
  await vault.goLive();
  const preKeys = hasSession ? null : await vault.newSession();
  tell({ open: { hasSession, preKeys } });
}

await main(JSON.parse(process.argv[2] ?? '{}') as VaultChildOptions);
