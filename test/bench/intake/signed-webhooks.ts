import { createHmac } from 'node:crypto';
import { textOf, whatsAppMessage, whatsAppMessages } from '../../doubles/meta-provider.ts';

export interface SignedBody {
  readonly body: Buffer;
  readonly signature: string;
}

/** So many webhooks of WhatsApp, each with a message of another customer, signed with the app's secret. @param first of the numbers that tell them apart. */
export function signedWebhooks(appSecret: string, first: number, count: number): SignedBody[] {
  return Array.from({ length: count }, (_, index) => {
    const n = first + index;
    const text = `Hello, where is my order NL-${20_000 + n}? I paid with 4242 4242 4242 4242 and was promised it by Friday. Thank you, customer ${n}`;
    const message = whatsAppMessage({ userId: `DE.${100_000_000 + n}`, phone: null, name: `Customer ${n}` }, textOf(text), `wamid.bench${n}`);
    const body = Buffer.from(JSON.stringify(whatsAppMessages([message])), 'utf8');
    return { body, signature: `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}` };
  });
}
