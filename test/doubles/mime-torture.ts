import { deflateRawSync } from 'node:zlib';

/** Mails that try parsers out: as programs really write them, wrongly, and as only somebody who means harm would. */
export interface TortureMail {
  readonly name: string;
  readonly raw: Buffer;
  /** What has to be seen of it, in the text or in the list of files. */
  readonly seen: readonly string[];
}

const crlf = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
const head = (subject: string, ...more: readonly string[]) => ['From: Anna <anna@mail.example>', 'To: support@shop.example', `Subject: ${subject}`, 'Message-ID: <t@mail.example>', 'MIME-Version: 1.0', ...more, ''];
const mail = (name: string, lines: readonly string[], ...seen: readonly string[]): TortureMail => ({ name, raw: Buffer.from(crlf(...lines), 'utf8'), seen });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
const multipart = (kind: string, ...parts: readonly (readonly string[])[]) => [...parts.flatMap((part) => [`--${kind}`, ...part]), `--${kind}--`];
const mixed = (...parts: readonly (readonly string[])[]) => [`Content-Type: multipart/mixed; boundary=B`, '', ...multipart('B', ...parts)];
const withMixed = (subject: string, ...parts: readonly (readonly string[])[]) => [...head(subject).slice(0, -1), ...mixed(...parts)];
const plain = (text: string) => ['Content-Type: text/plain; charset=utf-8', '', text];
const file = (name: string, type: string, content: string) => [`Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', content];

function charsetMail(charset: string, bytes: readonly number[], text: string): TortureMail {
  return { name: `charset ${charset}`, raw: Buffer.concat([Buffer.from(crlf(...head(charset, `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit'))), Buffer.from(bytes), Buffer.from('\r\n')]), seen: [text] };
}

/** A zip whose one file unfolds a thousandfold: to be kept as it is, never unfolded. */
function zipBomb(): Buffer {
  const data = deflateRawSync(Buffer.alloc(32 * 1024 * 1024));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(0xffffffff, 22);
  local.writeUInt16LE(1, 26);
  return Buffer.concat([local, Buffer.from('x'), data]);
}

function nested(depth: number): readonly string[] {
  return depth === 0 ? plain('innermost') : ['Content-Type: message/rfc822', '', 'Subject: inner', 'MIME-Version: 1.0', ...nested(depth - 1)];
}

export function mimeTorture(): readonly TortureMail[] {
  const tnef = Buffer.from('789f3e220100069008000400000000000100010001079006000800000', 'hex');
  return [
    mail('forwarded mail', withMixed('fwd', plain('see below'), ['Content-Type: message/rfc822', '', 'Subject: the first', 'From: b@mail.example', '', 'the forwarded words']), 'see below', 'Forwarded mail'),
    mail('mails in mails, fifty deep', withMixed('deep', plain('outermost'), nested(50)), 'outermost'),
    mail('multiparts in multiparts, a thousand deep', [...head('deeper').slice(0, -1), ...Array.from({ length: 1_000 }, (_, n) => [`Content-Type: multipart/mixed; boundary=b${n}`, '', `--b${n}`]).flat(), ...plain('bottom')]),
    mail('a boundary that never comes', [...head('lost', 'Content-Type: multipart/mixed; boundary=NOWHERE'), 'just words, no boundary']),
    mail('a boundary that is not closed', [...head('open', 'Content-Type: multipart/mixed; boundary=B'), '--B', ...plain('words of the part')], 'words of the part'),
    mail('a boundary that is the start of another', [...head('prefix', 'Content-Type: multipart/mixed; boundary=B'), '--B', 'Content-Type: multipart/alternative; boundary=BB', '', '--BB', ...plain('of the inner one'), '--BB--', '--B--'], 'of the inner one'),
    mail('an empty boundary', [...head('none', 'Content-Type: multipart/mixed; boundary=""'), '--', ...plain('words')]),
    charsetMail('iso-8859-1', [0x47, 0x72, 0xfc, 0xdf, 0x65], 'Grüße'),
    charsetMail('windows-1252', [0x93, 0x68, 0x69, 0x94], '“hi”'),
    charsetMail('koi8-r', [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], 'Привет'),
    charsetMail('iso-2022-jp', [0x1b, 0x24, 0x42, 0x24, 0x33, 0x1b, 0x28, 0x42], 'こ'),
    charsetMail('shift_jis', [0x82, 0xb1], 'こ'),
    charsetMail('gb18030', [0xc4, 0xe3], '你'),
    charsetMail('big5', [0xa7, 0x41], '你'),
    charsetMail('euc-kr', [0xb0, 0xa1], '가'),
    charsetMail('utf-16le', [0x68, 0x00, 0x69, 0x00], 'hi'),
    charsetMail('no-such-charset', [0x68, 0x69], 'hi'),
    charsetMail('utf-7', [0x68, 0x69], 'hi'),
    mail('encoded words, cut in the middle and wrong', [...head('=?utf-8?B?R3LDvMOf?= =?utf-8?Q?e_=F0=9F=98?= =?x?Z?broken?= =?utf-8?B?8J+YgA==?='), 'words'], 'words'),
    { name: 'ten thousand parts', raw: Buffer.from(crlf(...withMixed('many', plain('first'), ...Array.from({ length: 10_000 }, (_, n) => file(`f${n}.txt`, 'text/plain', 'eA=='))))), seen: ['first', 'f0.txt', 'f98.txt', '9901 more attachments'] },
    { name: 'a zip that unfolds', raw: Buffer.from(crlf(...withMixed('zip', plain('here'), file('bomb.zip', 'application/zip', base64(zipBomb()))))), seen: ['here', 'bomb.zip'] },
    mail('headers within headers', [...head('inject\r\n Bcc: x@mail.example', 'X-Fold: a\r\n\tb').slice(0, -1), 'Subject: second\u0000', '', 'words'], 'words'),
    mail('a file name with headers in it', withMixed('name', plain('here'), ['Content-Type: text/plain; name="a\r\n Content-Type: text/html"', 'Content-Disposition: attachment; filename*0*=utf-8\'\'%0d%0aevil; filename*1=".txt"', '', 'x']), 'here'),
    { name: 'no header at all', raw: Buffer.from('\r\nonly words\r\n'), seen: ['only words'] },
    { name: 'no From, no Date, no Subject', raw: Buffer.from('To: x@mail.example\r\n\r\nanonymous words\r\n'), seen: ['anonymous words'] },
    { name: 'a header without an end', raw: Buffer.from(`From: a@mail.example\r\nX-Long: ${'x'.repeat(2_000_000)}`), seen: [] },
    { name: 'ten thousand header fields', raw: Buffer.from(`From: a@mail.example\r\n${'X-One: 1\r\n'.repeat(10_000)}\r\nstill here\r\n`), seen: ['still here'] },
    mail('uuencode in the text', [...head('uu'), 'before', 'begin 644 hello.txt', '%:&5L;&\\`', '`', 'end', 'after'], 'before', 'after'),
    mail('TNEF', withMixed('tnef', plain('with winmail'), file('winmail.dat', 'application/ms-tnef', base64(tnef))), 'with winmail', 'winmail.dat'),
    mail('a calendar entry', withMixed('cal', plain('the meeting'), ['Content-Type: text/calendar; method=REQUEST; charset=utf-8', '', 'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'END:VCALENDAR']), 'the meeting'),
    mail('PGP/MIME, encrypted', [...head('pgp', 'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=P'), ...multipart('P', ['Content-Type: application/pgp-encrypted', '', 'Version: 1'], ['Content-Type: application/octet-stream; name="encrypted.asc"', '', '-----BEGIN PGP MESSAGE-----', 'x', '-----END PGP MESSAGE-----'])], 'encrypted.asc'),
    mail('PGP/MIME, signed', [...head('signed', 'Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary=P'), ...multipart('P', plain('signed words'), ['Content-Type: application/pgp-signature; name="signature.asc"', '', '-----BEGIN PGP SIGNATURE-----'])], 'signed words', 'signature.asc'),
    mail('S/MIME, encrypted', [...head('smime', 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', 'Content-Disposition: attachment; filename="smime.p7m"', 'Content-Transfer-Encoding: base64'), 'MIIB'], 'smime.p7m'),
    mail('S/MIME, signed', [...head('smime', 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=P'), ...multipart('P', plain('signed words'), file('smime.p7s', 'application/pkcs7-signature', 'MIIB'))], 'signed words', 'smime.p7s'),
    mail('base64 that is none', [...head('b64', 'Content-Type: text/plain', 'Content-Transfer-Encoding: base64'), '!!!! not base64 ====']),
    mail('quoted-printable that breaks off', [...head('qp', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'), 'caf=C3=A9 =ZZ =', '='], 'café'),
    mail('HTML of elements without end', [...head('html', 'Content-Type: text/html; charset=utf-8'), `${'<div>'.repeat(100_000)}words`]),
    mail('alternative with text, HTML and a picture', [...head('alt', 'Content-Type: multipart/related; boundary=R'), ...multipart('R', ['Content-Type: multipart/alternative; boundary=A', '', ...multipart('A', plain('plain words'), ['Content-Type: text/html', '', '<p>html words<img src="cid:1">'])], ['Content-Type: image/png; name="logo.png"', 'Content-ID: <1>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo='])], 'plain words', 'logo.png'),
    { name: 'noise', raw: Buffer.from(Uint8Array.from({ length: 50_000 }, (_, n) => (n * 7919 + (n >> 3)) & 0xff)), seen: [] },
  ];
}
