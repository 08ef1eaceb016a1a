import { letterScheme } from '../../shared/contract/ipc/letters.ts';
import { pageOrigin } from '../ipc/frame.ts';
import { letterPolicy } from './letters/letter-document.ts';

/**
 * What our own page may do: load scripts, styles, fonts and images of our own, and images made in
 * the page (the QR code), and show a formatted mail in a frame, which has an origin, a process and a policy of
 * its own (letters/). Nothing else: no network, no other frame, no form, no plug-in, no inline script and no
 * string that becomes script.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  `frame-src ${letterScheme}:`,
  "worker-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * What the page that draws attachments may do: load scripts, fonts and tables of our own, and give a canvas fonts it has read. No
 * image, no frame, no worker; nothing of an attachment is ever a document there.
 */
export const previewSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Sent with every file of a page, and with every refusal. */
const headersWith = (policy: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), window-management=()',
  'Cache-Control': 'no-store',
});

export const pageHeaders = headersWith(contentSecurityPolicy);
export const previewHeaders = headersWith(previewSecurityPolicy);

const { 'X-Frame-Options': _nowhere, ...ofAFrame } = headersWith(letterPolicy(pageOrigin));
/** Of a formatted mail. Whose frame it may be in, its policy says; as a resource it is of another origin than the page that shows it. */
export const letterHeaders: Readonly<Record<string, string>> = { ...ofAFrame, 'Cross-Origin-Resource-Policy': 'cross-origin', 'Content-Type': 'text/html; charset=utf-8' };
