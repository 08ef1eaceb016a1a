import { describe, expect, test } from 'vitest';
import { inspectText } from '../../../../shared/redaction/index.ts';
import { expectMarked } from './marked.ts';

// Put together here, so that no scanner of repositories takes an example for a key.
const k = (...parts: string[]) => parts.join('');
const pem = k('-----BEGIN RSA PRIVATE ', 'KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS1+APIB0RhjXyObwHQnOzhAk5Bd7mhkSbPkyhP1\niWEGXqXrWmXqWJPNgXh+1R8z\n-----END RSA PRIVATE ', 'KEY-----');
const cutPem = k('-----BEGIN OPENSSH PRIVATE ', 'KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\nQyNTUxOQ');
const jwt = k('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0.', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U');
const seed = `${'abandon '.repeat(11)}about`;

describe('finds', () => {
  test.each([
    ['AWS', k('AKIA', 'IOSFODNN7EXAMPLE')],
    ['GitHub', k('ghp_', '16C7e42F292c6912E7710c838347Ae178B4a')],
    ['GitLab', k('glpat-', 'x7Yd3bKq9RtVw2LmNp4S')],
    ['Google', k('AIza', 'SyA1234567890abcdefghijklmnopqrstuv')],
    ['Slack', k('xoxb-', '123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx')],
    ['Stripe', k('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc')],
    ['Twilio', k('SK', '0123456789abcdef0123456789abcdef')],
    ['SendGrid', k('SG.', 'ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr')],
    ['Shopify', k('shpat_', '0123456789abcdef0123456789abcdef')],
    ['OpenAI', k('sk-proj-', 'abcDEF123456ghiJKL789012mnoPQR')],
    ['Anthropic', k('sk-ant-', 'api03-abcdefghijklmnop_qrstuvwx-yz0123456789')],
    ['npm', k('npm_', 'abcdefghijklmnopqrstuvwxyz0123456789')],
    ['PyPI', k('pypi-', 'AgEIcHlwaS5vcmcCJDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy')],
    ['DigitalOcean', k('dop_v1_', '0123456789abcdef'.repeat(4))],
    ['Telegram', k('110201543:', 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0')],
    ['Mailgun', k('key-', '0123456789abcdef0123456789abcdef')],
    ['Square', k('sq0atp-', 'abcdefghijklmnopqrstuv')],
    ['PayPal', k('access_token$', 'production$abcdefgh12345678$0123456789abcdef0123456789abcdef')],
    ['Hugging Face', k('hf_', 'abcdefghijklmnopqrstuvwxyzABCDEFGH')],
  ])('a key of %s, alone and in an assignment', (_provider, key) => {
    expectMarked(`it is ⟦api-key:${key}⟧, thanks`);
    expectMarked(`TOKEN="⟦api-key:${key}⟧"`);
  });

  test.each([
    ['a key that a word names', 'my api key is ⟦api-key:9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c⟧'],
    ['private keys', `⟦private-key:${pem}⟧\nthanks`],
    ['a private key cut short', `⟦private-key:${cutPem}⟧`],
    ['JSON web tokens', `Authorization: Bearer ⟦jwt:${jwt}⟧`],
    ['links that open something', '⟦secret-link:https://shop.example/reset?token=abc123def456ghi789⟧, ⟦secret-link:https://bob:hunter2@host.example/x⟧'],
    ['seed phrases', `my seed is ⟦seed-phrase:${seed}⟧ please help`],
    ['wallet addresses', '⟦crypto-wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa⟧ ⟦crypto-wallet:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq⟧ ⟦crypto-wallet:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed⟧'],
    ['passwords in English', 'my password is ⟦password:hunter2!⟧ and the login fails'],
    ['passwords in German', 'Passwort: ⟦password:Sommer2024!⟧ bitte ändern; das Kennwort lautet ⟦password:geheim123⟧'],
    ['passwords in Spanish', 'mi contraseña es ⟦password:Gatito_99⟧ y no funciona'],
    ['passwords in French', 'mot de passe : ⟦password:Soleil#75⟧'],
    ['a password misspelled, an old one, one right behind its name', 'my old pasword was ⟦password:rapid-tiger-36⟧ if that helps; mi contraseña antigua era ⟦password:Lucero1972!⟧ por si ayuda. mot de passe ⟦password:yqreg80%ED⟧ vous pouvez regarder ?'],
    ['one-time codes that were typed in', 'then it wanted a code, i typed ⟦one-time-code:872450⟧ and it said expired'],
    ['one-time codes in Spanish', 'mi clave de un solo uso es ⟦one-time-code:483920⟧; el código que me mandasteis, ⟦one-time-code:483921⟧, no va; recibí un SMS con el ⟦one-time-code:483922⟧'],
    ['a seed phrase behind words that might be of one', `Ma phrase de récupération : ⟦seed-phrase:${seed}⟧`],
    ['a seed phrase with a slip in it behind its name', 'seed phrase: ⟦seed-phrase:ozone drill grab fiber curtain grace pudding thank cruise elder eight picture⟧'],
    ['one-time codes', 'your verification code is ⟦one-time-code:483920⟧. ⟦one-time-code:G-482910⟧ is your Google verification code'],
    ['one-time codes in German, Spanish, French', 'Mein Bestätigungscode lautet ⟦one-time-code:482 193⟧. código de verificación: ⟦one-time-code:8392⟧. le code reçu par SMS est ⟦one-time-code:392817⟧'],
    ['a card’s security code alone', 'the cvv is ⟦card-code:123⟧'],
    ['a card’s security code of three digits by its longer names', 'Sicherheitscode ist ⟦card-code:034⟧; código de seguridad: ⟦card-code:123⟧; my security code is ⟦card-code:998⟧; code de sécurité ⟦card-code:456⟧'],
    ['the digits on a card’s back', 'the 3 digits on the back are ⟦card-code:233⟧; die Ziffern auf der Rückseite sind ⟦card-code:041⟧; les trois chiffres au dos sont ⟦card-code:123⟧; los dígitos de detrás son ⟦card-code:907⟧'],
    ['a password in JSON', '{"user":"anna","password":"⟦password:Amore@811⟧","remember":true}'],
    ['what a password was changed to', 'ich habe das Passwort auf ⟦password:Schatzi@726⟧ geändert; he cambiado la contraseña a ⟦password:Luna_24⟧ y nada; j\'ai changé le mot de passe en ⟦password:Soleil34!⟧'],
    ['a password behind its two letters', 'Benutzer anna, PW ⟦password:berlin56_charlie⟧ geht nicht'],
    ['a password before the end of a tag', '<p>my password is ⟦password:hunter2⟧</p>'],
    ['one-time codes before how they came', '⟦one-time-code:317 748⟧ is the code I got by SMS; ⟦one-time-code:5389⟧ is the code you texted me'],
  ])('%s', (_what, written) => expectMarked(written));
});

describe('leaves alone', () => {
  test.each([
    ['talk about passwords', 'my password is not working, the password is wrong, password reset please, I forgot my password yesterday'],
    ['talk about passwords in other languages', 'Das Passwort ist falsch. mi contraseña no funciona. mon mot de passe est oublié'],
    ['a request', 'password: please send me a new one'],
    ['talk about passwords in a page', '<p>ich habe mein Passwort vergessen</p><p>I forgot my password</p>'],
    ['where a password is used', 'Das Passwort auf meinem iPhone13 geht nicht, la contraseña en Win11 tampoco'],
    ['a code on a box', '4711 is the code on the box I received; the last 4 digits are 1234'],
    ['codes of other kinds', 'Code 1234 is the colour code. error code 1234, promo code 12345678, código postal 28013, postcode 62704'],
    ['hashes', 'commit 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c9f8a7b6c, sha256 hash'],
    ['ordinary links', 'https://shop.example/p?code=SUMMER&utm_source=x and https://x.example/item?id=12345'],
    ['a wallet address with a slip in it', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD'],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\n-----END PUBLIC KEY-----'],
    ['one word of the lists again and again', 'again '.repeat(40)],
    ['ordinary words of the lists', 'this that have will you about can such other people there when what your'],
  ])('%s', (_what, text) => expect(inspectText(text).findings).toEqual([]));
});
