import { createHash } from 'node:crypto';
import { maxComment } from '../../shared/domain/satisfaction.ts';
import type { RatingState } from './ratings.ts';

const words = {
  en: {
    title: 'How did we do?',
    scores: ['Very bad', 'Bad', 'In between', 'Good', 'Very good'],
    comment: 'Is there anything you would like to tell us? (Not needed.)',
    warning: 'Please write no card numbers or passwords here.',
    send: 'Send',
    choose: 'Please choose one of the five.',
    rated: ['Thank you', 'Your answer has reached us.'],
    over: ['This link has ended', 'It was good for two weeks. Thank you all the same.'],
    unknown: ['This link is not known', 'Perhaps a part of it is missing: open it from the message once more.'],
    busy: ['Please try again in a minute', 'Too much is coming from your network at the moment.'],
  },
  de: {
    title: 'Wie war es mit uns?',
    scores: ['Sehr schlecht', 'Schlecht', 'Mittel', 'Gut', 'Sehr gut'],
    comment: 'Möchten Sie uns noch etwas sagen? (Muss nicht sein.)',
    warning: 'Bitte schreiben Sie hier keine Kartennummern oder Passwörter.',
    send: 'Senden',
    choose: 'Bitte wählen Sie eines der fünf.',
    rated: ['Vielen Dank', 'Ihre Antwort ist angekommen.'],
    over: ['Dieser Link gilt nicht mehr', 'Er galt zwei Wochen. Trotzdem vielen Dank.'],
    unknown: ['Diesen Link kennen wir nicht', 'Vielleicht fehlt ein Teil davon: Öffnen Sie ihn noch einmal aus der Nachricht.'],
    busy: ['Bitte versuchen Sie es in einer Minute noch einmal', 'Gerade kommt zu viel aus Ihrem Netz.'],
  },
} as const;

export type PageLanguage = keyof typeof words;

/** The first of the reader's languages that there is (RFC 9110 section 12.5.4), without their weights: browsers send the dearest first. */
export function pageLanguage(accepted: string | undefined): PageLanguage {
  const tags = (accepted ?? '').slice(0, 200).split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return tags.find((tag): tag is PageLanguage => Object.hasOwn(words, tag)) ?? 'en';
}

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

function page(language: PageLanguage, organisation: string, title: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head><body><header>${escaped(organisation)}</header><main><h1 id="t">${title}</h1>${body}</main></body></html>`;
}

/** @param missed nothing was chosen. */
export function ratingForm(language: PageLanguage, organisation: string, missed: boolean): string {
  const t = words[language];
  const scores = t.scores.map((name, at) => `<label><input type="radio" name="score" value="${at + 1}" required> ${name}</label>`).toReversed().join('');
  const alert = missed ? `<p role="alert">${t.choose}</p>` : '';
  return page(
    language,
    organisation,
    t.title,
    `<form method="post">${alert}<fieldset aria-labelledby="t">${scores}</fieldset><p><label>${t.comment}<textarea name="comment" rows="4" maxlength="${maxComment}" aria-describedby="w"></textarea></label><small id="w">${t.warning}</small></p><button>${t.send}</button></form>`,
  );
}

export function ratingNotice(language: PageLanguage, organisation: string, what: Exclude<RatingState, 'open'> | 'busy'): string {
  const [title, more] = words[language][what];
  return page(language, organisation, title, `<p>${more}</p>`);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => escapes[sign] ?? '');
