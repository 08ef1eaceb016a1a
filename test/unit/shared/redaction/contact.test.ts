import { describe, expect, test } from 'vitest';
import { inspectText } from '../../../../shared/redaction/index.ts';
import { expectMarked } from './marked.ts';

describe('finds', () => {
  test.each([
    ['e-mail addresses', 'mail ⟦email:anna.schmidt+shop@example.co.uk⟧, or <⟦email:BOB@EXAMPLE.COM⟧>.'],
    ['an e-mail address with a full-width sign', '⟦email:anna＠example.com⟧'],
    ['international numbers', 'call ⟦phone:+49 (0)30 901820⟧ or ⟦phone:+1 (415) 555-0132⟧ or ⟦phone:0049 171 3920012⟧'],
    ['North American numbers', '⟦phone:415-555-0132⟧, ⟦phone:(415) 555-0132⟧, ⟦phone:1-800-555-0199⟧'],
    ['British numbers', 'ring ⟦phone:020 7946 0958⟧ or ⟦phone:01632 960123⟧ or ⟦phone:07700900123⟧'],
    ['German numbers', 'Tel.: ⟦phone:030/901820⟧, mobil ⟦phone:0171 3920012⟧, Büro ⟦phone:(089) 99998-123⟧'],
    ['Spanish numbers', 'llámame al ⟦phone:612 345 678⟧ o ⟦phone:91 234 56 78⟧; móvil ⟦phone:612345678⟧'],
    ['French numbers', 'appelez-moi au ⟦phone:06 39 98 12 34⟧ ou ⟦phone:01.99.00.12.34⟧'],
    ['a bare number beside an e-mail address', 'this is Jack, ⟦phone:2065550163⟧ and ⟦email:jack@example.org⟧; soy Ana, ⟦email:ana@example.org⟧, ⟦phone:937.006.597⟧'],
    ['a bare number under a name', 'It broke.\n\nKind regards\nJack Murray\n⟦phone:3035550114⟧'],
    ['a bare number behind an initial', 'Jack Murray\nM: ⟦phone:3035550114⟧\nt. ⟦phone:01632960026⟧'],
    ['whose bill it is', 'factura de mi móvil ⟦phone:612 345 678⟧; téléphone : ⟦phone:06 39 98 12 34⟧'],
    ['whom to call', 'Si no, llamad al ⟦phone:937.546.283⟧. En caso de urgencia ⟦phone:913674219⟧. Im Notfall ⟦phone:0152 54599371⟧'],
    ['a new number', 'mi nuevo número es el ⟦phone:723250298⟧, borrad el anterior'],
    ['a number before an address', 'Sure: ⟦phone:(415) 555-0125⟧, ⟦address:2143 N Oak Lane, Springfield, IL 62736⟧'],
    ['American addresses', 'ship to ⟦address:123 Main St, Apt 4B, Springfield, IL 62704, USA⟧, please'],
    ['British addresses', '⟦address:Flat 2, 14 High Street, Leeds, LS1 4AB⟧'],
    ['German addresses', 'Anna Schmidt, ⟦address:Musterstraße 12a, 10115 Berlin, Deutschland⟧'],
    ['addresses over lines', '⟦address:Karl-Marx-Allee 3\n10178 Berlin⟧\nDanke'],
    ['Austrian and Swiss addresses', '⟦address:Mariahilfer Straße 45, 1060 Wien⟧ und ⟦address:Bahnhofstrasse 10, 8001 Zürich⟧'],
    ['Spanish addresses', '⟦address:Calle Mayor 12, 3º B, 28013 Madrid, España⟧'],
    ['French addresses', '⟦address:12 rue de la Paix, 75002 Paris, France⟧'],
    ['addresses in small letters', 'an ⟦address:musterstr. 12, 10115 berlin⟧ bitte'],
    ['dates of birth', 'DOB: ⟦birth-date:04/12/1985⟧, geboren am ⟦birth-date:4. Dezember 1985⟧, fecha de nacimiento: ⟦birth-date:4 de diciembre de 1985⟧, née le ⟦birth-date:04.12.1985⟧'],
    ['a date of birth in the first line', 'guten tag,\n\nich bin am ⟦birth-date:10.10.1957⟧ geboren'],
    ['IP and MAC addresses', 'ip ⟦ip:192.168.1.20⟧ and ⟦ip:2001:db8::ff00:42:8329⟧, MAC ⟦mac:00:1A:2B:3C:4D:5E⟧ or ⟦mac:00-1A-2B-3C-4D-5E⟧'],
    ['positions', '⟦gps:52.520008, 13.404954⟧ and ⟦gps:52°31\'12.0"N 13°24\'18.0"E⟧'],
  ])('%s', (_what, written) => expectMarked(written));
});

describe('leaves alone', () => {
  test.each([
    ['what only looks like an e-mail address', 'icon@2x.png, lodash@4.17.21, @shopname, git@github.com:a/b.git, price @ 5 EUR'],
    ['orders that look like telephone numbers', 'Order 0612345678, Bestellnummer 01713920012, ref 212-555-0134, pedido 612345678'],
    ['numbers that begin with noughts', 'bestellung 009-0390989-4694770, dpd paket 00616804932821, 004-1053451-4296076'],
    ['ten digits in a line of their own', 'The meter shows\n2065550163\nand it is new'],
    ['tracking numbers', 'UPS 1Z999AA10123456784, DHL 00340434161094015902, Royal Mail AB123456785GB, DPD 01234567890123, USPS 9400 1000 0000 0000 0000 00'],
    ['product and device numbers', 'EAN 4006381333931, ISBN 978-3-16-148410-0, IMEI 490154203237518, S/N 5CG1234XYZ'],
    ['the number of a telephone as a device', 'IMEI del teléfono: 354960192355334; móvil: 860286651857439; Handy 353571443023224, IMEI du téléphone : 293010169000106'],
    ['what a telephone is known by', 'the serial number of my phone is 415-555-0132; numéro de série de mon téléphone : 0639981234'],
    ['times, stamps and hashes', '1764115200000 20251124103000 550e8400-e29b-41d4-a716-446655440000 da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['dates, prices, versions', '12.04.2026 12:30, 1,299.00 USD, 1.299,00 €, v2.14.3, build 10.0.19045, version 1.2.3.4'],
    ['business hours', 'Mon-Fri 08.30 - 12.00 and 14.00-18.30, Sat 9-13'],
    ['streets without a number', 'the street was blocked for 24 hours on the street, and Wall Street fell 3%'],
    ['dates of other days', 'ordered on 04/12/2025; Geburtstag meiner Tochter, bestellt am 12.04.2026'],
    ['style sheets and drawings', 'opacity:.4242424242424242; d="M0 0L100.000000 200.000000 0000000 00000000"'],
    ['a drawing with small steps', '<path d="M0 0h33v27H0zm38.363234 0000000000000000 1.21858 9.3106"/>'],
    ['an order that has a number like a telephone\'s', 'la commande porte le numéro 0612345678; mi número 612345678 es el del pedido; le numéro de commande ressemble à un téléphone : 0612345678'],
    ['a number of something else that is mine', 'mi número de fidelidad es 612345678; mon numéro de fidélité : 0612345678'],
    ['a number that is said to be none of a telephone', 'mi número de pedido no es un teléfono: 612345678; 0612345678 n\'est pas mon téléphone; mi pedido, 612345678 es el número del pedido y no un teléfono'],
    ['error and promotion codes', 'error code 0x80070005, error 404, promo code SAVE20, code promo ETE2024'],
  ])('%s', (_what, text) => expect(inspectText(text).findings).toEqual([]));
});
