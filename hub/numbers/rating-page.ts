import { createHash } from 'node:crypto';
import type { CustomerWords, SpokenPage } from '../../shared/customer-words/words.ts';
import { maxComment } from '../../shared/domain/satisfaction.ts';
import type { RatingState } from './ratings.ts';

const style =
  ':root{color-scheme:light dark}html{background:#fff;color:#162027}body{max-width:34rem;margin:10vh auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}fieldset{margin:0 0 1.5rem;padding:0;border:0}h1{margin:1rem 0;font-size:1.5rem}label{display:block;padding:.4rem 0}textarea{box-sizing:border-box;width:100%;font:inherit}button{padding:.5rem 1.25rem;font:inherit}[role=alert]{color:#a8221a}@media (prefers-color-scheme:dark){html{background:#171d21;color:#e6ebee}[role=alert]{color:#f49a92}}';

/** No script, nothing from elsewhere, framed by nobody; the one style is known by its hash (CSP level 3). */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

function page({ language, direction }: SpokenPage, organisation: string, title: string, body: string): string {
  return `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head><body><header>${escaped(organisation)}</header><main><h1 id="t">${escaped(title)}</h1>${body}</main></body></html>`;
}

/** From the best: the order in which people are used to read them. */
const scoresShown = ['5', '4', '3', '2', '1'] as const satisfies readonly (keyof CustomerWords['rating']['scores'])[];

/** @param missed nothing was chosen. */
export function ratingForm(spoken: SpokenPage, organisation: string, missed: boolean): string {
  const t = spoken.words.rating;
  const scores = scoresShown.map((score) => `<label><input type="radio" name="score" value="${score}" required> ${escaped(t.scores[score])}</label>`).join('');
  const alert = missed ? `<p role="alert">${escaped(t.choose)}</p>` : '';
  return page(
    spoken,
    organisation,
    t.title,
    `<form method="post">${alert}<fieldset aria-labelledby="t">${scores}</fieldset><p><label>${escaped(t.comment)}<textarea name="comment" rows="4" maxlength="${maxComment}" aria-describedby="w"></textarea></label><small id="w">${escaped(t.warning)}</small></p><button>${escaped(t.send)}</button></form>`,
  );
}

export function ratingNotice(spoken: SpokenPage, organisation: string, what: Exclude<RatingState, 'open'> | 'busy'): string {
  const t = spoken.words.rating;
  return page(spoken, organisation, t[what], `<p>${escaped(t[`${what}More`])}</p>`);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => escapes[sign] ?? '');
