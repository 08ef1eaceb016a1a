import { foldWord } from '../context/lexicon.ts';
import type { Detector, Match } from '../engine/detector.ts';
import { textBefore } from '../engine/span.ts';
import { passwordWords } from './secret-words.ts';

/** What may stand between the label and the password: "for my account is", "lautet:", "de mi cuenta es", "est"; the quotation mark that ends a name in JSON. */
const link =
  /(?:["'](?=[ ]?[:=]))?(?:[ ]?\([^()\n]{1,24}\))?(?:[ ](?:to|for|of|i|we|you|ich|wir|he|que|j'ai|set|chose|use|used|have|had|got|gesetzt|gewählt|benutze|verwende|habe|hatte|puse|uso|tengo|choisi|mis|utilise|on|in|from|fur|für|fuer|zu|zum|von|meines|meinem|mein|dem|den|das|der|de|del|de la|du|des|para|pour|my|your|our|the|mi|tu|su|la|el|mon|ma|le|les|user|account|konto|cuenta|compte|login|wifi|wlan|e-?mail|mail|shop|admin|number|nr|again|here|hier|aqui|aquí|ici|now|jetzt|ahora|maintenant|also|still|old|previous|temporary|initial|default|new|current|neues|altes|aktuelles|bisheriges|vorläufiges|nueva|actual|antigua|antiguo|vieja|anterior|provisional|temporal|ancien|ancienne|provisoire|temporaire|nouveau|actuel|app|website|web|router|portal|profile|profil|perfil|online|banking|passe|acceso|wifi)){0,6}[ ]?(?:(?:is|was|are|will be|has been set to|set to|changed to|to|ist|war|lautet|lauten|heißt|heisst|wäre|es|era|son|sera|será|est|était|c'est)(?![\p{L}])(?:[ ](?:now|currently|still|jetzt|nun|noch|ahora|maintenant|the|called|simply|just|einfach|folgendes|folgende|this|following))?[ ]?[:=]?|[:=]{1,2}>?|->|→|»)[ ]?(?:\r?\n)?/iuy;
const assigning = /[:=>→»]\s*$/u;
const quoted = /(["'`«“*])([^"'`»”*\n\x81\ufffe]{3,64})["'`»”*]/uy;
/** No tag of a page is part of it. */
const value = /(?:(?!<\/?[a-z]{1,10}\d?[ ]?\/?>)[^\s\x81\ufffe]){3,64}/iuy;
/** What it was changed to, where somebody says that it was changed. */
const changedTo = /[ ](?:auf|in|zu|a|en|por|par|to)[ ]/iuy;
const changed = /(?:chang|set|reset|update|ge[äa]e?nder|[äa]e?nder|setz|gestellt|cambi|actualiz|puest|puse|chang|modifi|remplac|mis)\p{L}{0,6}(?:[ ]\p{L}{1,10}){0,3}[ ]$/iu;
const changedBehind = /^[ ](?:ge[äa]e?ndert|um?gesetzt|gesetzt|zur[üu]e?ckgesetzt|umgestellt|gestellt|abge[äa]e?ndert)/iu;

/** A word that says something about the password, and is none. */
const sayings = new Set(
  `not no wrong incorrect invalid expired forgotten lost reset resetting changed working correct right fine ok okay the a an my your is it very too still now also same different required needed empty blank missing unknown secure safe strong weak long short only being never always saved stored protected known accepted rejected denied locked blocked broken that this what when where how why because and or but please help
   falsch nicht richtig korrekt ungultig ungueltig abgelaufen vergessen verloren geandert geaendert zuruckgesetzt gesperrt leer unbekannt sicher zu sehr kein keine ein eine der die das und oder weg immer noch auch bekannt gespeichert erforderlich notig noetig
   incorrecta incorrecto no valida invalida valido caducada olvidada perdida cambiada erronea correcta bloqueada segura muy la el una un mi demasiado necesaria obligatoria
   incorrect invalide expire expiree oublie oublie perdu change faux bon correct bloque pas trop tres le la un une mon oublié expiré refuse refusé
   here hier aqui ici below above following follows unten folgt siguiente suivant none nothing nichts nada rien null true false yes ja si oui nein non`.split(/\s+/),
);

export const passwords: Detector = {
  name: 'passwords said in words',
  looksAt: ['secretWords'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const { start, end } of scan.secretWords) {
      if (start < done) continue;
      const word = foldWord(text.slice(start, end));
      if (!passwordWords.has(word) || !labels(text, start, end, word)) continue;
      const found = valueBehind(text, end, word);
      if (found === null) continue;
      matches.push({ type: 'password', confidence: found.confidence, parts: [{ start: found.start, end: found.end }] });
      done = found.end;
    }
    return matches;
  },
};

/** "Mot" only of "mot de passe", "login" and the like only where a colon follows. */
function labels(text: string, start: number, end: number, word: string): boolean {
  if (word === 'mot') return /^ de passe/i.test(text.slice(end, end + 9));
  // "PW Sommer_24": nothing else is called so; what follows has to look like one.
  if (word === 'pw' && text.charAt(end) === ' ') return true;
  if (word === 'pass' || word === 'pw' || word === 'pin' || word === 'parola') return /^\s{0,2}(?:[:=]|is |ist |lautet |es |est |code)/i.test(text.slice(end, end + 10)) && !/boarding|bus|day|ski|press|gate|season/i.test(textBefore(text, start, 10));
  return true;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

const pairs = new Set(['login', 'logins', 'credentials', 'zugangsdaten', 'zugang', 'credenciales', 'identifiants', 'userpass']);

function valueBehind(text: string, from: number, word: string): Value | null {
  // "mot de passe" is three words.
  if (word === 'mot') return valueBehind(text, from + ' de passe'.length, 'motdepasse');
  link.lastIndex = from;
  const match = link.exec(text);
  if (match === null) {
    quoted.lastIndex = from + 1;
    const direct = text.charAt(from) === ' ' ? quoted.exec(text) : null;
    if (direct !== null && !pairs.has(word)) return { start: from + 2, end: quoted.lastIndex - 1, confidence: /\d|[A-Z].*[a-z]|[^\p{L}\s]/u.test(direct[2] ?? '') ? 0.85 : 0.6 };
    const other = changedValue(text, from);
    if (other !== null) return other;
    // "password hunter2": nothing between, and it looks like one.
    if (pairs.has(word) || text.charAt(from) !== ' ') return null;
    value.lastIndex = from + 1;
    const bare = value.exec(text);
    return bare === null ? null : judged(text, from + 1, bare[0], 'bare');
  }
  const start = link.lastIndex;
  quoted.lastIndex = start;
  const inQuotes = quoted.exec(text);
  if (inQuotes !== null && !pairs.has(word)) return { start: start + 1, end: quoted.lastIndex - 1, confidence: 0.95 };
  value.lastIndex = start;
  const plain = value.exec(text);
  if (plain === null) return null;
  if (pairs.has(word)) return pairAt(start, plain[0]);
  return judged(text, start, plain[0], assigning.test(match[0]) ? 'assigned' : 'said');
}

/** "Ich habe das Passwort auf Sommer_24 geändert", "he cambiado la contraseña a Luna_24". */
function changedValue(text: string, from: number): Value | null {
  changedTo.lastIndex = from;
  if (!changedTo.test(text)) return null;
  const start = changedTo.lastIndex;
  value.lastIndex = start;
  const written = value.exec(text);
  const wordStart = from - (/\p{L}+$/u.exec(text.slice(Math.max(0, from - 24), from))?.[0].length ?? 0);
  if (written === null || !(changed.test(textBefore(text, wordStart, 40)) || changedBehind.test(text.slice(start + written[0].length, start + written[0].length + 20)))) return null;
  return judged(text, start, written[0], 'said');
}

/** "Login: anna / geheim1!" and "credentials anna:geheim1!": what stands behind the stroke. */
function pairAt(start: number, written: string): Value | null {
  const match = /^[^\s:/]{2,40}[:/]([^\s:/]{4,40})$/.exec(written);
  if (match === null || /^https?:|\/\//.test(written)) return null;
  const secret = match[1] ?? '';
  return looksSecret(secret) ? { start: start + written.length - secret.length, end: start + written.length, confidence: 0.8 } : null;
}

function judged(text: string, start: number, written: string, how: 'assigned' | 'said' | 'bare'): Value | null {
  // Punctuation of the sentence, unless a password would be nothing without it.
  const trimmed = written.replace(/[.,;:)\]}>"'’]{1,3}$/u, '').replace(/[!?]$/u, (mark) => (/\s|^$/.test(text.charAt(start + written.length)) && /^[\p{L}]+$/u.test(written.slice(0, -1)) ? '' : mark));
  if (trimmed.length < 3 || sayings.has(foldPlain(trimmed))) return null;
  if (/^(?:\[|<|\$\{?[A-Z_]+|\{|\*{3,}|•{3,}|x{4,}|_{3,}|\.{3,}|https?:)/i.test(trimmed)) return null;
  const strong = looksSecret(trimmed);
  const end = start + trimmed.length;
  if (how === 'assigned') return trimmed.length >= 4 && (strong || !followedByWords(text, end)) ? { start, end, confidence: strong ? 0.95 : 0.75 } : null;
  if (!strong) return null;
  return { start, end, confidence: how === 'said' ? 0.9 : 0.75 };
}

function foldPlain(word: string): string {
  return /^[\p{L}]+$/u.test(word) ? foldWord(word) : word.toLowerCase();
}

/** A sentence goes on: "Password: please send me a new one". */
function followedByWords(text: string, end: number): boolean {
  return /^[ ]\p{L}{1,20}[ ]\p{L}/u.test(text.slice(end, end + 24));
}

/** Not an ordinary word: a digit or a sign among letters, or capitals within. */
function looksSecret(text: string): boolean {
  if (text.length < 4 || /^[a-z]+$/.test(text)) return false;
  const digits = /\d/.test(text);
  const letters = /\p{L}/u.test(text);
  const signs = /[^\p{L}\p{N}]/u.test(text.slice(0, -1).replace(/[-'’]/g, ''));
  const inner = /\p{Ll}\p{Lu}/u.test(text);
  if (/^\d{1,2}[.:/-]\d{1,2}/.test(text) || /^\d[\d.,]*[€$£]?$/.test(text)) return digits && !/[.,:/-]/.test(text) && text.length >= 4;
  return (digits && letters) || (signs && (letters || digits) && !/^[\p{L}]+[/&][\p{L}]+$/u.test(text) && !/^[\p{L}.]+@?[\p{L}.]*$/u.test(text)) || inner;
}
