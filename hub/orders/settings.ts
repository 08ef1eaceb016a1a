import { z } from 'zod';

const Secret = z.string().min(8).max(500).regex(/^[\x21-\x7e]+$/, 'not one word of ASCII');

const onThisMachine = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

export const ShopifySettings = z.object({
  /** The shop's permanent address. */
  shop: z.string().max(100).regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'not an address such as nordlicht.myshopify.com'),
  /** A token that holds, of an app made in the shop's admin; or an app's own credentials, which tokens of a day are fetched with. */
  credentials: z.discriminatedUnion('kind', [z.object({ kind: z.literal('token'), accessToken: Secret }), z.object({ kind: z.literal('app'), clientId: Secret, clientSecret: Secret })]),
  /** Of the Admin API; from 2025-01 on it has all that is asked for. */
  version: z
    .string()
    .regex(/^20(?:2[5-9]|[3-9]\d)-(?:01|04|07|10)$/, 'not a version such as 2026-07')
    .default('2026-07'),
  /** A stand-in on this machine for trying out; null for the shop itself. */
  apiBase: z.string().regex(onThisMachine, 'not http://127.0.0.1:PORT').nullable().default(null),
});
export type ShopifySettings = z.infer<typeof ShopifySettings>;

export const WooSettings = z.object({
  /** Where WordPress is: `https://shop.example`, with a folder where it is in one. Its REST API is below `/wp-json`. */
  url: z
    .string()
    .max(300)
    .transform((text) => text.replace(/\/+$/, ''))
    .refine((text) => {
      if (onThisMachine.test(text)) return true;
      const url = URL.parse(text);
      return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '' && url.hash === '' && !text.includes('?') && !text.includes('#');
    }, 'not an address such as https://shop.example'),
  consumerKey: Secret.regex(/^ck_/, 'not a consumer key: it begins with ck_'),
  consumerSecret: Secret.regex(/^cs_/, 'not a consumer secret: it begins with cs_'),
});
export type WooSettings = z.infer<typeof WooSettings>;
