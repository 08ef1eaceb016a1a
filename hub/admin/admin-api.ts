import type { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AdminContext } from './admin-call.ts';
import type { AdminAnswer, AdminRequest } from './admin-frames.ts';
import { auditCalls } from './audit-calls.ts';
import { certificateCalls } from './certificate-calls.ts';
import { cannedCalls } from './canned-calls.ts';
import type { EveryConsoleCall } from './console-call.ts';
import { channelCalls } from './channel-calls.ts';
import { customerCalls } from './customer-calls.ts';
import { deviceCalls } from './device-calls.ts';
import { erasureCalls } from './erasure-calls.ts';
import { exportCalls } from './export-calls.ts';
import { hubCalls } from './hub-calls.ts';
import { inventoryCalls } from './inventory-calls.ts';
import { inviteCalls } from './invite-calls.ts';
import { mistakeCalls } from './mistake-calls.ts';
import { joiningCalls } from './joining-calls.ts';
import { orderCalls } from './order-calls.ts';
import { outboundCalls } from './outbound-calls.ts';
import { peopleCalls } from './people-calls.ts';
import { policyCalls } from './policy-calls.ts';
import { signatureCalls } from './signature-calls.ts';
import { releaseCalls } from './release-calls.ts';
import { revealCalls } from './reveal-calls.ts';
import { routingCalls } from './routing-calls.ts';
import { numbersCalls } from './numbers-calls.ts';
import { shopCalls } from './shop-calls.ts';
import { teamCalls } from './team-calls.ts';

/** Every call of the admin API: what the `sealdesk` command can ask of a hub, and with it all that the console can. */
export const adminCalls = { ...peopleCalls, ...teamCalls, ...auditCalls, ...deviceCalls, ...inviteCalls, ...inventoryCalls, ...policyCalls, ...hubCalls, ...channelCalls, ...certificateCalls, ...revealCalls, ...mistakeCalls, ...releaseCalls, ...exportCalls, ...erasureCalls, ...routingCalls, ...customerCalls, ...shopCalls, ...outboundCalls, ...joiningCalls, ...cannedCalls, ...signatureCalls, ...numbersCalls, ...orderCalls } satisfies EveryConsoleCall;

export type AdminCallName = keyof typeof adminCalls;
export type AdminInput<N extends AdminCallName> = z.input<(typeof adminCalls)[N]['input']>;
export type AdminOutput<N extends AdminCallName> = Awaited<ReturnType<(typeof adminCalls)[N]['run']>>;

function isCall(name: string): name is AdminCallName {
  return Object.hasOwn(adminCalls, name);
}

/** Calls that change nothing are named so; after any other what the console shows may be out of date. */
const reading = /\.(list|show|preview|page|verify|take|look|suggestions|export|check)$/;

/** What agents ask to see or to have back is of interest to those who may decide about it, and to nobody else. */
const isReveal = /^((reveal|file)\.(ask|decide)|mistake\.(report|decide)|order\.(act|decide))$/;

/** Of what agents keep in mind about a customer the console shows nothing. */
const isOfCustomer = /^customer\./;

/** Answers one request. Never throws: what went wrong is in the answer, and says nothing of what was put in. */
export async function answer(context: AdminContext, request: AdminRequest, failed: (kind: string) => void): Promise<AdminAnswer> {
  if (!isCall(request.call)) return refusal('unknown-call', 'This hub does not know the command: the versions of hub and command differ.');
  const call: { readonly input: z.ZodType; run(context: AdminContext, input: never): Promise<unknown> } = adminCalls[request.call];
  const input = call.input.safeParse(request.input);
  if (!input.success) {
    const problems = input.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
    // A newer workstation asks for more than this hub has. At the command line the key's name says more.
    const kind = input.error.issues.some(({ code }) => code === 'unrecognized_keys') ? 'unknown-part' : 'input';
    return refusal(kind, `Not done. ${[...new Set(problems)].join('; ')}.`);
  }
  try {
    const value = (await call.run(context, input.data as never)) ?? null;
    if (isReveal.test(request.call)) context.running?.revealsChanged();
    else if (!reading.test(request.call) && !isOfCustomer.test(request.call)) context.running?.consoleChanged();
    return { ok: true, value };
  } catch (error) {
    // Somebody ran into a limit on orders: IT is told of it.
    if (request.call === 'order.act' && error instanceof SealdeskError && error.kind === 'look-limit') context.running?.consoleChanged();
    if (error instanceof SealdeskError) return refusal(error.kind, error.message);
    failed(error instanceof Error ? error.name : 'unknown');
    return refusal('internal', 'Something went wrong at the hub. Nothing was changed; its log says more.');
  }
}

function refusal(kind: string, message: string): AdminAnswer {
  return { ok: false, error: { kind, message } };
}
