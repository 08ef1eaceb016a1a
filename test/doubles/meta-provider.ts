import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/**
 * The provider's side, from its documentation: the Graph API of WhatsApp and Instagram on loopback, and signed webhooks
 * that are sent until they are taken. It knows nothing of our code; what it is asked wrongly it refuses as documented.
 */

export interface TakenMessage {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  /** WhatsApp: ours, and what it answers. */
  readonly callback: string | null;
  readonly answers: string | null;
  /** WhatsApp: the template's name, where it was one. */
  readonly template?: string | null;
  /** Instagram. */
  readonly tag: string | null;
  /** What it carried. */
  readonly file?: { readonly type: string; readonly name: string | null; readonly bytes: Buffer };
}

/** What becomes of the next message that is sent. `taken-without-answer`: it goes out, and the connection ends. */
export type NextSend = { readonly error: number; readonly status?: number } | 'taken-without-answer' | 'hung-up';

const TextParameter = z.strictObject({ type: z.literal('text'), parameter_name: z.string().regex(/^[a-z_][a-z0-9_]*$/).optional(), text: z.string().min(1).max(1024) });
const HeaderMedia = z.union([
  z.strictObject({ type: z.literal('image'), image: z.strictObject({ id: z.string() }) }),
  z.strictObject({ type: z.literal('video'), video: z.strictObject({ id: z.string() }) }),
  z.strictObject({ type: z.literal('document'), document: z.strictObject({ id: z.string(), filename: z.string().min(1).optional() }) }),
]);
const TemplateComponent = z.union([
  z.strictObject({ type: z.literal('header'), parameters: z.array(z.union([TextParameter, HeaderMedia])).min(1).max(1) }),
  z.strictObject({ type: z.literal('body'), parameters: z.array(TextParameter).min(1) }),
  z.strictObject({ type: z.literal('button'), sub_type: z.literal('copy_code'), index: z.string().regex(/^\d$/), parameters: z.array(z.strictObject({ type: z.literal('coupon_code'), coupon_code: z.string().min(1) })).length(1) }),
  z.strictObject({ type: z.literal('button'), sub_type: z.literal('url'), index: z.string().regex(/^\d$/), parameters: z.array(z.strictObject({ type: z.literal('text'), text: z.string().min(1) })).length(1) }),
]);
type SentTemplate = NonNullable<z.infer<typeof WhatsAppSend>['template']>;

/** A template as the account has it: the provider's own form. */
export interface AccountTemplate {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly status: string;
  readonly parameter_format?: 'POSITIONAL' | 'NAMED';
  readonly components: readonly { readonly type: string; readonly format?: string; readonly text?: string; readonly example?: Json; readonly buttons?: readonly Json[] }[];
}

/** What an account begins with. */
const firstTemplates: readonly AccountTemplate[] = [
  {
    name: 'order_update', language: 'en', category: 'UTILITY', status: 'APPROVED', parameter_format: 'POSITIONAL',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['NL-1'] } },
      { type: 'BODY', text: 'Hello {{1}}, it comes on {{2}}.', example: { body_text: [['Anna', 'Thursday']] } },
      { type: 'FOOTER', text: 'Your shop' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Thanks' }, { type: 'URL', text: 'Follow it', url: 'https://shop.example/t/{{1}}', example: ['NL-1'] }] },
    ],
  },
  { name: 'old', language: 'en', category: 'MARKETING', status: 'REJECTED', components: [{ type: 'BODY', text: 'Buy!' }] },
  { name: 'picture', language: 'en', category: 'UTILITY', status: 'APPROVED', components: [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://x.example/1'] } }, { type: 'BODY', text: 'Look' }] },
  {
    name: 'invoice', language: 'en', category: 'UTILITY', status: 'APPROVED',
    components: [{ type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['https://x.example/2'] } }, { type: 'BODY', text: 'Your invoice, {{1}}.', example: { body_text: [['Anna']] } }, { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy code', example: ['SAVE10'] }] }],
  },
  { name: 'here', language: 'en', category: 'UTILITY', status: 'APPROVED', components: [{ type: 'HEADER', format: 'LOCATION' }, { type: 'BODY', text: 'We are here' }] },
  { name: 'ask_again', language: 'de', category: 'UTILITY', status: 'APPROVED', parameter_format: 'NAMED', components: [{ type: 'BODY', text: 'Guten Tag {{first_name}}, dürfen wir noch einmal schreiben?', example: { body_text_named_params: [{ param_name: 'first_name', example: 'Anna' }] } }] },
];

const WhatsAppSend = z
  .strictObject({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual').optional(),
    to: z.string().regex(/^\d{5,20}$/).optional(),
    recipient: z.string().regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/).optional(),
    type: z.enum(['text', 'template', 'image', 'video', 'document']),
    image: z.strictObject({ id: z.string(), caption: z.string().min(1).max(1024).optional() }).optional(),
    video: z.strictObject({ id: z.string(), caption: z.string().min(1).max(1024).optional() }).optional(),
    document: z.strictObject({ id: z.string(), caption: z.string().min(1).max(1024).optional(), filename: z.string().min(1).optional() }).optional(),
    text: z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }).optional(),
    template: z.strictObject({ name: z.string().regex(/^[a-z0-9_]{1,512}$/), language: z.strictObject({ code: z.string() }), components: z.array(TemplateComponent).min(1).optional() }).optional(),
    context: z.strictObject({ message_id: z.string().min(1) }).optional(),
    biz_opaque_callback_data: z.string().max(512).optional(),
  })
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined))
  .refine(({ type, ...contents }) => (['text', 'template', 'image', 'video', 'document'] as const).every((each) => (type === each) === (contents[each] !== undefined)));

/** What the provider takes, in bytes (Cloud API reference, media). */
const mediaLimits: Readonly<Record<string, number>> = { 'image/jpeg': 5_242_880, 'image/png': 5_242_880, 'video/mp4': 16_777_216, 'application/pdf': 104_857_600, 'text/plain': 104_857_600 };
const InstagramSend = z.strictObject({
  recipient: z.strictObject({ id: z.string().min(1) }),
  message: z.union([z.strictObject({ text: z.string().min(1).max(1000) }), z.strictObject({ attachment: z.strictObject({ type: z.literal('image'), payload: z.strictObject({ url: z.url() }) }) })]),
  messaging_type: z.enum(['RESPONSE', 'MESSAGE_TAG']).optional(),
  tag: z.literal('HUMAN_AGENT').optional(),
});

export const numberId = '106540352242922';
export const businessId = '102290129340398';
export const instagramId = '17841405822304914';

export class MetaProvider {
  readonly appSecret = randomBytes(16).toString('hex');
  token = `EAA${randomBytes(20).toString('hex')}`;
  /** When the token ends, seconds since 1970; 0 for never. */
  tokenEnds = 0;
  tokenDead = false;
  subscribed = true;
  templates: readonly AccountTemplate[] = firstTemplates;
  /** Instagram: who people are, as long as they agree to it; one of whom it never answers. */
  readonly profiles = new Map<string, { readonly name?: string; readonly username?: string } | 'silent'>();
  /** Whose profile was asked for. */
  readonly profileQuestions: string[] = [];
  /** The error that the next questions for a profile get. */
  profileError: { readonly status: number; readonly error: number } | null = null;
  readonly taken: TakenMessage[] = [];
  /** Instagram: where pictures were fetched. */
  readonly fetched: string[] = [];
  readonly next: NextSend[] = [];
  /** The same for files. */
  readonly nextUpload: Exclude<NextSend, 'taken-without-answer'>[] = [];
  /** Counts of what was asked, by path without ids. */
  readonly asked: string[] = [];
  /** Where webhooks go. */
  hook = '';
  /** Sends statuses (WhatsApp) and echoes (Instagram) of what it takes. */
  tells = true;
  readonly #media = new Map<string, { readonly bytes: Buffer; readonly type: string; readonly until: number }>();
  readonly #addresses = new Map<string, string>();
  readonly #lastTo = new Map<string, number>();
  readonly #server: Server;
  readonly #sending = new Set<Promise<unknown>>();
  #delivered = 0;
  #ended = false;

  static async start(): Promise<MetaProvider> {
    const provider = new MetaProvider();
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await Promise.all(this.#sending);
  }

  /** A file that a customer sent. @returns what a webhook says of it. */
  upload(bytes: Buffer, type: string): { readonly id: string; readonly mime_type: string; readonly sha256: string } {
    const id = String(1_000_000_000 + this.#media.size);
    this.#media.set(id, { bytes, type, until: Date.now() + 7 * 24 * 3_600_000 });
    return { id, mime_type: type, sha256: createHash('sha256').update(bytes).digest('base64') };
  }

  /** The file is there under its id, with other bytes than were told. */
  exchange(id: string, bytes: Buffer): void {
    this.#media.set(id, { bytes, type: 'image/jpeg', until: Date.now() + 1_000_000 });
  }

  forget(id: string): void {
    this.#media.delete(id);
  }

  /** An address for a file as Instagram names it, without a token. */
  publicAddress(bytes: Buffer): string {
    const key = randomUUID();
    this.#media.set(key, { bytes, type: 'image/jpeg', until: Date.now() + 1_000_000 });
    return `${this.base}/cdn/${key}`;
  }

  sign(body: string | Uint8Array): string {
    return `sha256=${createHmac('sha256', this.appSecret).update(body).digest('hex')}`;
  }

  /** Calls the webhook once. @returns the status. */
  async post(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const response = await fetch(this.hook, { method: 'POST', body: typeof body === 'string' ? body : Buffer.from(body), headers: { 'Content-Type': 'application/json', 'X-Hub-Signature-256': this.sign(body), ...headers } });
    await response.arrayBuffer();
    return response.status;
  }

  /** Calls the webhook until it is taken, as the provider does; twice now and then. */
  deliver(value: unknown): Promise<void> {
    const body = JSON.stringify(value);
    const work = (async () => {
      while (!this.#ended) {
        const status = await this.post(body).catch(() => 0);
        if (status === 200) {
          // Every third, and not by chance.
          if ((this.#delivered += 1) % 3 === 0) await this.post(body).catch(() => 0);
          return;
        }
        await pause(100);
      }
    })();
    this.#sending.add(work);
    return work.finally(() => this.#sending.delete(work));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.base);
    this.asked.push(`${request.method} ${url.pathname.replaceAll(/\d{5,}/g, '#')}`);
    const bytes: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) bytes.push(chunk);
    if (url.pathname.startsWith('/cdn/')) return this.#cdn(url.pathname.slice(5), response);
    if (url.pathname.startsWith('/media/')) return this.#file(url.pathname.slice(7), request, response);
    if (request.headers.authorization !== `Bearer ${this.token}` || this.tokenDead) return refuse(response, 401, 190);
    const path = /^\/v\d+\.\d+\/(.+)$/.exec(url.pathname)?.[1] ?? '';
    if (request.method === 'POST' && path === `${numberId}/media`) return this.#upload(request.headers['content-type'] ?? '', Buffer.concat(bytes), response);
    if (request.method === 'POST') return this.#send(path, Buffer.concat(bytes).toString('utf8'), response);
    if (path === 'debug_token') return json(response, 200, { data: { is_valid: true, expires_at: this.tokenEnds, app_id: '1' } });
    if (path === 'refresh_access_token') {
      this.token = `IGAA${randomBytes(20).toString('hex')}`;
      return json(response, 200, { access_token: this.token, token_type: 'bearer', expires_in: 5_184_000 });
    }
    if (path === `${businessId}/subscribed_apps`) return json(response, 200, { data: this.subscribed ? [{ whatsapp_business_api_data: { id: '1', name: 'app' } }] : [] });
    if (path === `${instagramId}/subscribed_apps`) return json(response, 200, { data: this.subscribed ? [{ id: '1', subscribed_fields: ['messages'] }] : [] });
    if (path === `${businessId}/message_templates`) return this.#listTemplates(url, response);
    if (path === numberId || path === instagramId) return json(response, 200, { id: path });
    const profile = this.profiles.get(path);
    if (url.searchParams.get('fields') === 'name,username' || profile !== undefined) {
      this.profileQuestions.push(path);
      if (profile === 'silent') return;
      if (this.profileError !== null) return refuse(response, this.profileError.status, this.profileError.error);
      const fields = (url.searchParams.get('fields') ?? '').split(',');
      // Who has not agreed, or blocked the account, is not told of.
      if (profile === undefined || !fields.every((each) => ['name', 'username'].includes(each))) return refuse(response, 400, 230);
      return json(response, 200, { ...Object.fromEntries(Object.entries(profile).filter(([field]) => fields.includes(field))), id: path });
    }
    const media = this.#media.get(path);
    if (media === undefined || media.until < Date.now()) return refuse(response, 400, 100);
    const key = randomUUID();
    this.#addresses.set(key, path);
    json(response, 200, { messaging_product: 'whatsapp', url: `${this.base}/media/${key}`, mime_type: media.type, sha256: createHash('sha256').update(media.bytes).digest('hex'), file_size: media.bytes.length, id: path });
  }

  /** Two to a page, however many are asked for, so that every list has pages. */
  #listTemplates(url: URL, response: ServerResponse): void {
    const from = Number(Buffer.from(url.searchParams.get('after') ?? '', 'base64').toString('utf8') || '0');
    const fields = (url.searchParams.get('fields') ?? 'name,components,language,status,category,id').split(',');
    const status = url.searchParams.get('status');
    const all = this.templates.filter((each) => status === null || each.status === status);
    const data = all.slice(from, from + 2).map((each, index) => ({ ...Object.fromEntries(Object.entries(each).filter(([name]) => fields.includes(name))), id: String(from + index) }));
    const cursors = { before: Buffer.from(String(from)).toString('base64'), after: Buffer.from(String(from + data.length)).toString('base64') };
    json(response, 200, { data, paging: { cursors, ...(from + data.length < all.length ? { next: `${this.base}/v23.0/${businessId}/message_templates?after=${cursors.after}` } : {}) } });
  }

  /** @returns the text as the customer gets it, or the error. */
  #filled({ name, language, components = [] }: SentTemplate): string | number {
    const template = this.templates.find((each) => each.name === name && each.language === language.code && each.status === 'APPROVED');
    if (template === undefined) return 132_001;
    const named = template.parameter_format === 'NAMED';
    const out: string[] = [];
    for (const part of template.components) {
      const format = part.type === 'HEADER' ? (part.format ?? 'TEXT') : 'TEXT';
      if (format !== 'TEXT') {
        const [media] = components.find(({ type }) => type === 'header')?.parameters ?? [];
        if (media === undefined || media.type !== format.toLowerCase()) return 132_012;
        const id = media.type === 'image' ? media.image.id : media.type === 'video' ? media.video.id : media.type === 'document' ? media.document.id : '';
        const file = this.#media.get(id);
        if (file === undefined || !file.type.startsWith({ IMAGE: 'image/', VIDEO: 'video/', DOCUMENT: 'application/pdf' }[format] ?? 'none')) return 131_053;
        out.push(`${media.type} of ${file.bytes.length}${media.type === 'document' ? ` called ${media.document.filename ?? ''}` : ''}`);
        continue;
      }
      const variables = [...new Set((part.text ?? '').match(/\{\{\w+\}\}/g) ?? [])];
      const given = (components.find(({ type }) => type === part.type.toLowerCase())?.parameters ?? []).filter((each) => each.type === 'text');
      if (given.length !== variables.length) return 132_000;
      if (given.some((each) => /[\n\t]| {5}/.test(each.text) || (named !== ('parameter_name' in each && each.parameter_name !== undefined)))) return 132_012;
      if (part.text !== undefined) out.push(given.reduce((text, each, index) => text.replaceAll(`{{${named && 'parameter_name' in each ? String(each.parameter_name) : index + 1}}}`, each.text), part.text));
      for (const [index, button] of (part.buttons ?? []).entries()) {
        const sent = components.find((each) => each.type === 'button' && each.index === String(index));
        if (button['type'] === 'COPY_CODE') {
          if (sent?.type !== 'button' || sent.sub_type !== 'copy_code') return 132_000;
          out.push(`code ${sent.parameters[0]?.coupon_code ?? ''}`);
          continue;
        }
        const value = sent?.type === 'button' && sent.sub_type === 'url' ? sent.parameters[0]?.text : undefined;
        const url = typeof button['url'] === 'string' ? button['url'] : null;
        const asks = url?.includes('{{1}}') ?? false;
        if (asks !== (value !== undefined)) return 132_000;
        if (url !== null) out.push(url.replace('{{1}}', value ?? ''));
      }
    }
    return out.join('|');
  }

  #file(key: string, request: IncomingMessage, response: ServerResponse): void {
    const media = this.#media.get(this.#addresses.get(key) ?? '');
    if (request.headers.authorization !== `Bearer ${this.token}`) response.writeHead(401).end();
    else if (media === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': media.type, 'Content-Length': media.bytes.length }).end(media.bytes);
  }

  #cdn(key: string, response: ServerResponse): void {
    const media = this.#media.get(key);
    if (media === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': media.type }).end(media.bytes);
  }

  /** A business's own file, as multipart/form-data; nobody gets it before a message names it. */
  async #upload(type: string, body: Buffer, response: ServerResponse): Promise<void> {
    const next = this.nextUpload.shift();
    if (next === 'hung-up') return void response.destroy();
    if (next !== undefined) return refuse(response, next.status ?? 400, next.error);
    const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData().catch(() => null);
    const file = form?.get('file');
    if (!(file instanceof File) || form?.get('messaging_product') !== 'whatsapp' || form.get('type') !== file.type) return refuse(response, 400, 100);
    const most = mediaLimits[file.type];
    if (most === undefined || file.size > most) return refuse(response, 400, 131_053);
    const told = this.upload(Buffer.from(await file.arrayBuffer()), file.type);
    json(response, 200, { id: told.id });
  }

  #send(path: string, body: string, response: ServerResponse): void {
    const next = this.next.shift();
    if (next === 'hung-up') return void response.destroy();
    if (next !== undefined && next !== 'taken-without-answer') return refuse(response, next.status ?? 400, next.error);
    if (path === `${numberId}/messages`) return this.#whatsApp(body, response, next);
    if (path === `${instagramId}/messages`) return void this.#instagram(body, response, next).catch(() => response.destroy());
    refuse(response, 404, 100);
  }

  #whatsApp(body: string, response: ServerResponse, next: 'taken-without-answer' | undefined): void {
    const read = WhatsAppSend.safeParse(JSON.parse(body));
    if (!read.success) return refuse(response, 400, 131_009);
    const to = read.data.to ?? read.data.recipient ?? '';
    const media = read.data.image ?? read.data.video ?? read.data.document;
    const file = media === undefined ? undefined : this.#media.get(media.id);
    if (media !== undefined && file === undefined) return refuse(response, 400, 131_009);
    const text = read.data.template === undefined ? (read.data.text?.body ?? media?.caption ?? '') : this.#filled(read.data.template);
    if (typeof text === 'number') return refuse(response, 400, text);
    const last = this.#lastTo.get(to);
    // One in six seconds, as they left there: of two, the first may have been on its way for longer.
    if (last !== undefined && Date.now() - last < 5_000) return refuse(response, 400, 131_056);
    this.#lastTo.set(to, Date.now());
    const id = `wamid.${randomBytes(20).toString('base64')}`;
    this.taken.push({ id, to, text, template: read.data.template?.name ?? null, callback: read.data.biz_opaque_callback_data ?? null, answers: read.data.context?.message_id ?? null, tag: null, ...(file === undefined ? {} : { file: { type: read.data.type, name: read.data.document?.filename ?? null, bytes: file.bytes } }) });
    if (this.tells) for (const status of ['delivered', 'sent']) void this.deliver(whatsAppBody({ statuses: [statusOf(id, status, { biz_opaque_callback_data: read.data.biz_opaque_callback_data })] }));
    if (next === 'taken-without-answer') response.destroy();
    else json(response, 200, { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] });
  }

  /** A picture is fetched from where it is said to be, once; what is none, or too large, is refused. */
  async #fetched(url: string): Promise<Buffer | null> {
    this.fetched.push(url);
    const answer = await fetch(url, { redirect: 'error' }).catch(() => null);
    const bytes = answer?.status === 200 && /^image\/(?:jpeg|png|gif)$/.test(answer.headers.get('content-type') ?? '') ? Buffer.from(await answer.arrayBuffer()) : null;
    return bytes !== null && bytes.length <= 8 * 1024 * 1024 ? bytes : null;
  }

  async #instagram(body: string, response: ServerResponse, next: 'taken-without-answer' | undefined): Promise<void> {
    const read = InstagramSend.safeParse(JSON.parse(body));
    if (!read.success) return refuse(response, 400, 100);
    const { recipient, message, tag } = read.data;
    const id = `aWdf${randomBytes(30).toString('base64url')}`;
    const bytes = 'attachment' in message ? await this.#fetched(message.attachment.payload.url) : null;
    if ('attachment' in message && bytes === null) return refuse(response, 400, 100);
    const text = 'text' in message ? message.text : '';
    this.taken.push({ id, to: recipient.id, text, callback: null, answers: null, tag: tag ?? null, ...(bytes === null ? {} : { file: { type: 'image', name: null, bytes } }) });
    const echoed = bytes === null ? { text } : { attachments: [{ type: 'image', payload: { url: this.publicAddress(bytes) } }] };
    if (this.tells) void this.deliver(instagramBody([{ sender: { id: instagramId }, recipient: { id: recipient.id }, timestamp: Date.now(), message: { mid: id, ...echoed, is_echo: true } }]));
    if (next === 'taken-without-answer') response.destroy();
    else json(response, 200, { recipient_id: recipient.id, message_id: id });
  }
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' }).end(JSON.stringify(value));
}

/** As the API says no; the words quote what a careless program would pass on. */
function refuse(response: ServerResponse, status: number, code: number): void {
  json(response, status, { error: { message: `(#${code}) Recipient 491700000001 quoted by the provider`, type: 'OAuthException', code, fbtrace_id: 'A' } });
}

type Json = Readonly<Record<string, unknown>>;

/** A webhook of the WhatsApp Business Account. */
export function whatsAppBody(value: Json, field = 'messages'): Json {
  return { object: 'whatsapp_business_account', entry: [{ id: businessId, changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550783881', phone_number_id: numberId }, ...value } }] }] };
}

let numbered = 0;
/** A customer of WhatsApp as webhooks name one; `phone` null for one who hides it. */
export interface WhatsAppCustomer {
  readonly userId: string | null;
  readonly phone: string | null;
  readonly name: string;
}

export function whatsAppMessage(customer: WhatsAppCustomer, content: Json, id = `wamid.in${(numbered += 1)}`): { readonly message: Json; readonly contact: Json } {
  const from = { ...(customer.phone === null ? {} : { from: customer.phone }), ...(customer.userId === null ? {} : { from_user_id: customer.userId }) };
  return {
    message: { ...from, id, timestamp: String(Math.floor(Date.now() / 1000)), ...content },
    contact: { profile: { name: customer.name }, ...(customer.phone === null ? {} : { wa_id: customer.phone }), ...(customer.userId === null ? {} : { user_id: customer.userId }) },
  };
}

export const textOf = (body: string): Json => ({ type: 'text', text: { body } });

/** Several messages in one body, as the provider bundles them. */
export function whatsAppMessages(all: readonly { readonly message: Json; readonly contact: Json }[]): Json {
  return whatsAppBody({ contacts: all.map(({ contact }) => contact), messages: all.map(({ message }) => message) });
}

export function statusOf(id: string, status: string, more: Json = {}): Json {
  return { id, status, timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: '491700000001', ...more };
}

/** A webhook of the Instagram account. */
export function instagramBody(messaging: readonly Json[], list: 'messaging' | 'standby' = 'messaging'): Json {
  return { object: 'instagram', entry: [{ id: instagramId, time: Date.now(), [list]: messaging }] };
}

export function instagramMessage(from: string, message: Json): Json {
  return { sender: { id: from }, recipient: { id: instagramId }, timestamp: Date.now(), message: { mid: `mid.${(numbered += 1)}`, ...message } };
}
