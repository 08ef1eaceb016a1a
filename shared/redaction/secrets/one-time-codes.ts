import { foldWord } from '../context/lexicon.ts';
import type { Detector, Match } from '../engine/detector.ts';
import { textBefore, textBehind } from '../engine/span.ts';
import { codeWords } from './secret-words.ts';

/** Words that name a card's security code, alone. */
const cardCode = /^(?:cvv2?|cvc2?|csc|cvn|kartenprufnummer|kartenprufziffer|prufziffer|pruefziffer|prufnummer|cryptogramme)$/;
/** Words that need no other: nobody has another thing of that name. */
const certain = /^(?:otp|totp|tan|smstan|mtan|pushtan|bestatigungscode|bestaetigungscode|sicherheitscode|verifizierungscode|prufcode|pruefcode|einmalcode|einmalpasswort|zugangscode|anmeldecode|freischaltcode|authentifizierungscode|verificationcode|mfa|passcode)$/;
/** What makes a "code" one for signing in, right before it or close by. */
const qualifier =
  /(?:verification|verify|verifying|security|login|log-?in|sign-?in|signin|one-?time|access|confirmation|confirm|authentication|authenticator|auth|2-?fa|two-?factor|mfa|otp|sms|text(?:ed)?|message|received|recieved|got|sent|bestätigung|anmelde|anmelden|einmal|sicherheit|zwei-?faktor|erhalten|bekommen|geschickt|verificaci[oó]n|verificar|seguridad|acceso|un solo uso|confirmaci[oó]n|recibido|mensaje|enviado|llegado|v[eé]rification|v[eé]rifier|s[eé]curit[eé]|connexion|usage unique|confirmation|reçu|envoy[eé]|identification|autenticaci[oó]n|authentification|einloggen|iniciar sesi[oó]n|typed|entered|expired|eingegeben|eingetippt|abgelaufen|introduje|introducido|tecle[eé]|caducad|expirad|lleg[oó]|llega|mandado|mandasteis|mand[oó]|enviasteis|envi[oó]|saisi|tap[eé]|expir[eé]|arriv[eé]|entrar)/i;
/** Codes of other kinds. */
const otherCode =
  /(?:error|promo(?:tion(?:al)?)?|discount|coupon|voucher|gift|zip|post(?:al)?|area|country|colou?r|dress|product|item|bar|qr|source|sort|swift|bic|tax|customer|order|booking|tracking|referral|store|status|fault|model|part|style|size|farb|fehler|rabatt|gutschein|produkt|artikel|aktions|geschenk|vorwahl|länder|strich|descuento|promocional|error|postal|producto|color|pa[ií]s|cup[oó]n|regalo|barras|promo|r[eé]duction|erreur|produit|couleur|cadeau|pays|barres|remise|parrainage|morse|building|door|gate|entry|exit|http|exit)[\s-]{0,2}$/i;
const link =
  /(?:[ ]?\([^()\n]{1,24}\))?(?:[ ,]{1,2}[\p{L}'’-]{1,16}){0,8}?[ ,]{0,2}(?:(?:(?<=[ ])(?:is|was|are|ist|war|lautet|es|era|est|était|says|reads|called)(?![\p{L}])[ ]?[:=]?|[:=#]{1,2}|->|→|-)[ ]{0,2}|(?<=[ ]))["'«“*(]?(?:\r?\n)?(?=(?:[A-Z]{1,2}-)?\d)/iuy;
const digits = /(?:[A-Z]{1,2}-)?(\d{3}[ -]\d{3}|\d{4}[ -]\d{4}|\d{4,8})(?![\p{L}\d]|[.,:/-]\d|[ ]?(?:€|\$|£|%|eur|euro|usd|gbp))/uy;
const cardDigits = /(\d{3,4})(?![\p{L}\d]|[.,:/-]\d)/uy;

/** Three digits that are called a security code are a card's: what is sent for signing in has four and more. */
const threeDigits = /\d{3}(?![\p{L}\d]|[.,:/-]\d|[ ]?(?:€|\$|£|%|eur|euro|usd|gbp))/uy;
const securityBefore = /(?:security|seguridad)[ -]$/iu;
const securityBehind = /^[ ]de[ ](?:la[ ])?(?:seguridad|s[ée]curit[ée])/iu;
/** "The three digits on the back are 123": digits of nothing but a card stand on its back. */
const countedWords = /^(?:digits|ziffern|digitos|cifras|chiffres)$/;
const onTheBack =
  /[ ](?:(?:on|at|from)[ ](?:the|its|my)[ ]back(?:[ ](?:side))?(?:[ ]of[ ](?:the|my)[ ]card)?|auf[ ]der[ ]r(?:ü|ue)ckseite|hinten(?:[ ]drauf)?|(?:de|del|por)[ ](?:la[ ]parte[ ]de[ ])?(?:atr[áa]s|detr[áa]s|reverso|dorso)|au[ ](?:dos|verso)|derri[èe]re)(?:[ ](?:are|is|sind|lauten|son|sont))?[ ]?[:=]?[ ]/iuy;

const reachBefore = 90;

/** Codes of 4 to 8 digits for signing in, and the security code of a card that is named alone. */
export const oneTimeCodes: Detector = {
  name: 'one-time codes said in words',
  looksAt: ['secretWords'],
  detect({ text, scan, context }) {
    const matches: Match[] = [];
    if (scan.regions.length === 0) return matches;
    let done = 0;
    for (const { start, end } of scan.secretWords) {
      if (start < done) continue;
      const word = foldWord(text.slice(start, end));
      if (!codeWords.has(word)) continue;
      if (countedWords.test(word)) {
        const counted = digitsOnTheBack(text, end);
        if (counted === null) continue;
        matches.push(counted);
        done = counted.parts[0]?.end ?? end;
        continue;
      }
      link.lastIndex = end;
      const at = link.test(text) ? link.lastIndex : end;
      const isCard = cardCode.test(word);
      const form = isCard ? cardDigits : digits;
      form.lastIndex = at;
      const match = form.exec(text);
      if (match === null) {
        const before = codeBefore(text, start, word);
        if (before !== null && !isCard) matches.push(before);
        else if (!isCard && isSecurityCode(text, start, end, word)) {
          threeDigits.lastIndex = at;
          if (threeDigits.test(text)) matches.push({ type: 'card-code', confidence: 0.85, parts: [{ start: at, end: at + 3 }] });
        }
        continue;
      }
      const value = match[0];
      const span = { start: at, end: at + value.length };
      if (isCard) matches.push({ type: 'card-code', confidence: 0.93, parts: [span] });
      else {
        const confidence = context.label(span)?.includes('reference') === true ? 0 : sureOf(text, start, span, word, (match[1] ?? '').replace(/\D/g, '').length);
        if (confidence === 0) continue;
        matches.push({ type: 'one-time-code', confidence, parts: [span] });
      }
      done = span.end;
    }
    return matches;
  },
};

/** "Sicherheitscode", "security code", "código de seguridad". */
function isSecurityCode(text: string, start: number, end: number, word: string): boolean {
  return word === 'sicherheitscode' || ((word === 'code' || word === 'codigo') && (securityBefore.test(textBefore(text, start, 12)) || securityBehind.test(text.slice(end, end + 20))));
}

function digitsOnTheBack(text: string, end: number): Match | null {
  onTheBack.lastIndex = end;
  if (!onTheBack.test(text)) return null;
  const start = onTheBack.lastIndex;
  cardDigits.lastIndex = start;
  return cardDigits.test(text) ? { type: 'card-code', confidence: 0.9, parts: [{ start, end: cardDigits.lastIndex }] } : null;
}

function sureOf(text: string, word: number, span: { readonly start: number; readonly end: number }, name: string, length: number): number {
  const before = textBefore(text, word, reachBefore);
  if (otherCode.test(before)) return 0;
  const sentence = before.slice(Math.max(before.lastIndexOf('\n'), before.search(/[.!?] [^.!?]*$/)) + 1);
  const between = text.slice(word, span.start);
  if (/^\w+[ ](?:promo|de descuento|de error|postal|d'erreur|de r[eé]duction|de barras|de producto|produit|couleur|pays|de pa[ií]s|de color)/i.test(between)) return 0;
  if (certain.test(name)) return 0.95;
  const qualified = qualifier.test(sentence) || qualifier.test(between.replace(/^\w+/, '')) || qualifier.test(textBehind(text, span.end, 48).split(/[.!?\n]/)[0] ?? '');
  if (name === 'pin') return /^pin\W/i.test(between) && /[:=]|\b(?:is|ist|lautet|es|est)\b/i.test(between) ? 0.85 : qualified ? 0.7 : 0;
  // "An SMS with 483920"
  if (name === 'sms' && length === 6 && /^sms[ ](?:con|mit|with|avec)(?:[ ]\p{L}{1,3})?[ ]$/iu.test(between)) return 0.75;
  if (name === 'sms' || name === '2fa') return /[:=]/.test(between) || /code|c[oó]digo/i.test(between) ? 0.8 : 0;
  if (qualified) return 0.93;
  // "Your code is 123456": six digits and more are no colour and no country.
  return length >= 6 && /\b(?:is|ist|lautet|es|est)\b|[:=]/i.test(between) && /\b(?:your|my|the|ihr|dein|mein|der|su|tu|mi|el|votre|mon|le)[ ]{1,2}$/i.test(before) ? 0.8 : 0;
}

const behindDigits = /(?<![\p{L}\d.,:/-])((?:[A-Z]-)?(?:\d{3}[ -]\d{3}|\d{4,8}))[ ]{1,2}(?:is|ist|es|est|as|als|como|comme)[ ]{1,2}(?:(?:my|your|the|mein|ihr|dein|der|mi|su|tu|el|mon|votre|ton|le)[ ]{1,2})?(?:[\p{L}-]{2,16}[ ]{1,2}){0,2}$/iu;

/** How such a code arrives, and what it is for: "123456 is the code I got by text". What came in a parcel is none. */
const channel = /(?:^|[^\p{L}])(?:sms|text(?:ed)?|texto|authenticator|app|verif\p{L}{1,10}|log(?:ging)? ?in|sign(?:ing)? ?in|2fa|anmeld\p{L}{1,5}|einlogg\p{L}{1,4}|iniciar sesi[oó]n|connexion|connecter)(?!\p{L})/iu;

/** "123456 is your verification code." */
function codeBefore(text: string, word: number, name: string): Match | null {
  const from = Math.max(0, word - 60);
  const before = text.slice(from, word);
  if (otherCode.test(before)) return null;
  const match = behindDigits.exec(before);
  const behind = text.slice(word, word + 30);
  if (match === null || !(certain.test(name) || qualifier.test(match[0]) || channel.test(/^[^.!?\n]*/.exec(textBehind(text, word, 48))?.[0] ?? '') || /^c[oó]digo de (?:verif|seg|acc|conf)|^code (?:de (?:v[eé]rif|s[eé]c|conn|conf)|d'acc)/i.test(behind)) || /[A-Za-z]-$/.test(before.slice(0, match.index))) return null;
  const start = from + match.index;
  return { type: 'one-time-code', confidence: 0.9, parts: [{ start, end: start + (match[1]?.length ?? 0) }] };
}
