import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectText } from '../../../../shared/redaction/index.ts';
import { luhnValid, mod1110Valid, mod97, verhoeffValid } from '../../../../shared/redaction/identifiers/checksums.ts';
import { runs } from '../../../doubles/how-often.ts';
import { expectMarked } from './marked.ts';

/** Examples that the authorities and the standards print themselves, or made by their rules. */
describe('finds an identifier', () => {
  test.each([
    ['SSN', 'My SSN is ⟦us-ssn:219-09-9998⟧ ok'],
    ['SSN without a word, in its form', 'here you go ⟦us-ssn:219-09-9998⟧'],
    ['SSN without separators', 'ssn ⟦us-ssn:219099998⟧'],
    ['SSN in full-width digits', 'SSN ⟦us-ssn:２１９-０９-９９９８⟧'],
    ['SSN in Spanish', 'mi número de seguro social es ⟦us-ssn:219 09 9998⟧'],
    ['ITIN', 'my ITIN is ⟦us-itin:912-70-1234⟧'],
    ['National Insurance number', 'NINO ⟦uk-nino:AB 12 34 56 C⟧'],
    ['National Insurance number in small letters', 'my national insurance number is ⟦uk-nino:ab123456c⟧'],
    ['National Insurance number in small letters and groups', 'my ni number is ⟦uk-nino:ab 12 34 56 c⟧, national insurance ⟦uk-nino:nx 425812 b⟧'],
    ['NHS number', 'NHS number ⟦uk-nhs:943 476 5919⟧'],
    ['UTR', 'UTR ⟦uk-utr:1123456789⟧'],
    ['Steuer-IdNr.', 'Steuer-ID: ⟦de-tax-id:86095742719⟧'],
    ['Steuer-IdNr. in groups', 'Meine Steueridentifikationsnummer lautet ⟦de-tax-id:65 929 970 489⟧'],
    ['Steuer-IdNr. for something', 'Meine Steuer-ID für die Rechnung: ⟦de-tax-id:86095742719⟧'],
    ['German social security number', 'Rentenversicherungsnummer ⟦de-social-security:15 070649 C 103⟧'],
    ['German identity card', 'Personalausweis Nr. ⟦de-id-card:L01X00T471⟧'],
    ['DNI and NIE', 'Mi DNI es ⟦es-dni:12345678Z⟧ y el NIE ⟦es-dni:X1234567L⟧'],
    ['DNI with points', '⟦es-dni:12.345.678-Z⟧'],
    ['Spanish social security number, abbreviated', 'nº seg. social ⟦es-ssn:281234567840⟧'],
    ['Spanish social security number', 'Número de la seguridad social ⟦es-ssn:28/12345678/40⟧'],
    ['NIR', 'numéro de sécu : ⟦fr-nir:2 69 05 49 588 157 80⟧'],
    ['NIR without spaces', '⟦fr-nir:269054958815780⟧'],
    ['codice fiscale', 'codice fiscale ⟦it-codice-fiscale:MRTMTT25D09F205Z⟧'],
    ['BSN', 'BSN ⟦nl-bsn:111222333⟧'],
    ['PESEL', 'PESEL ⟦pl-pesel:44051401359⟧'],
    ['Belgian national number', 'rijksregisternummer ⟦be-national-number:85.07.30-033.28⟧'],
    ['Belgian national number, called my number', 'mon numéro national belge est le ⟦be-national-number:05012566188⟧'],
    ['Portuguese NIF', 'contribuinte ⟦pt-nif:123456789⟧'],
    ['personnummer', '⟦se-personnummer:811228-9874⟧'],
    ['Austrian social security number', 'SVNR ⟦at-social-security:1237 010180⟧'],
    ['Aadhaar', 'aadhaar ⟦in-aadhaar:2341 2341 2346⟧'],
    ['Aadhaar that Luhn takes for a card, beside a PAN', 'Aadhaar ⟦in-aadhaar:6675 8432 4715⟧ and PAN ⟦in-pan:YXPPW7135V⟧'],
    ['Indian PAN', 'PAN ⟦in-pan:ABCPE1234F⟧'],
    ['VAT numbers', '⟦vat-id:DE136695976⟧ ⟦vat-id:ATU13585627⟧ ⟦vat-id:BE0428759497⟧ ⟦vat-id:FR40303265045⟧ ⟦vat-id:GB980780684⟧ ⟦vat-id:NL004495445B01⟧'],
    ['IBANs', 'IBAN ⟦iban:de89 3704 0044 0532 0130 00⟧ bitte, ⟦iban:GB82WEST12345698765432⟧, ⟦iban:FR14 2004 1010 0505 0001 3M02 606⟧'],
    ['an IBAN with no-break spaces', '⟦iban:ES91\u00a02100\u00a00418\u00a04502\u00a00005\u00a01332⟧'],
    ['no IBAN from the end of a word on', 'mon numéro ⟦phone:0033 3 53 01 80 90⟧ et mon mail'],
    ['IBANs with letters in their account', '⟦iban:MT84 MALT 0110 0001 2345 MTLC AST0 01S⟧, ⟦iban:mt84malt011000012345mtlcast001s⟧, ⟦iban:MU17 BOMM 0101 1010 3030 0200 000M UR⟧, ⟦iban:SC18 SSCB 1101 0000 0000 0000 1497 USD⟧'],
    ['no IBAN made of words', 'por whatsapp al ⟦phone:619292137⟧ o por correo a rachel. y más'],
    ['an IBAN glued to its label', 'IBAN⟦iban:DE89370400440532013000⟧'],
    ['sort code and account', 'sort code ⟦bank-routing:60-16-13⟧ account ⟦bank-account:31926819⟧'],
    ['routing number', 'routing number ⟦bank-routing:021000021⟧'],
    ['Kontonummer and BLZ', 'Kontonummer ⟦bank-account:532013000⟧, BLZ ⟦bank-routing:370 400 44⟧'],
    ['passports', 'Passport number: ⟦passport:C01X00T47⟧, pasaporte ⟦passport:XDA123456⟧, passeport n° ⟦passport:12AB34567⟧'],
    ['a German passport with one digit', 'Reisepassnummer: ⟦passport:CJTN5XCZH⟧'],
    ['a French driving licence', 'permis de conduire n° ⟦driving-licence:12AA00002⟧'],
    ['a NIE in small letters', 'mi nie es ⟦es-dni:x-1234567-l⟧'],
    ['driving licences', 'licence ⟦driving-licence:MORGA657054SM9IJ⟧ and Führerschein ⟦driving-licence:B072RRE2I55⟧'],
    ['health insurance', 'Krankenversichertennummer ⟦health-insurance:A123456780⟧; Medicare ⟦health-insurance:1EG4-TE5-MK73⟧'],
    ['number plates', 'Kennzeichen ⟦vehicle-plate:B-AB 1234⟧, matrícula ⟦vehicle-plate:1234 BCD⟧, plaque d’immatriculation ⟦vehicle-plate:AB-123-CD⟧'],
    ['a number plate that begins like "no."', 'la camionnette est immatriculée ⟦vehicle-plate:NR-264-CA⟧, prévenez le dépôt; registration ⟦vehicle-plate:NR73 AVX⟧, please'],
    ['a number plate a few words behind its name', 'Das Kennzeichen des Transporters ist ⟦vehicle-plate:KA-KL 1167⟧, bitte hinterlegen.'],
  ])('%s', (_what, written) => expectMarked(written));
});

describe('takes for none', () => {
  test.each([
    ['SSNs that are never issued', 'part 000-12-3456 and 666-12-3456 and 912-45-6789 and 123-00-6789 and 123-45-0000'],
    ['a part number', 'part no 219-09-9998'],
    ['the size of something for a passport', 'passport cover in red, size 42x120x30'],
    ['a word like a German passport', 'passport CHKLMNPRT'],
    ['a wrong check digit in a Steuer-IdNr.', 'Steuer-ID 86095742718'],
    ['a wrong letter in a DNI', 'DNI 12345678A'],
    ['a wrong key in a NIR', 'NIR 2 69 05 49 588 157 81'],
    ['a wrong IBAN', 'IBAN DE89 3704 0044 0532 0130 01'],
    ['the end of a GUID and words behind it', 'petición 09c3d75b-ad23-4279-ad36-ca21f9dadaa2\nUn saludo'],
    ['a wrong NHS number', 'NHS number 943 476 5918'],
    ['a wrong Aadhaar', 'aadhaar 2341 2341 2345'],
    ['a wrong routing number', 'routing number 021000022'],
    ['an order beside the word passport', "I need my passport. Order 12345678 hasn't arrived"],
    ['numbers of a row', '2022 2341 2341 2346 2025'],
  ])('%s', (_what, text) => expect(inspectText(text).findings).toEqual([]));
});

describe('check digits', () => {
  const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

  test.each([
    ['Luhn', luhnValid],
    ['Verhoeff', verhoeffValid],
    ['MOD 11,10', mod1110Valid],
    ['MOD 97-10', (number: string) => mod97(number) === 1],
  ])('%s: one wrong digit is always noticed', (_name, valid) => {
    fc.assert(
      fc.property(digits(10), fc.nat(11), fc.integer({ min: 1, max: 9 }), (payload, at, more) => {
        const right = Array.from({ length: 100 }, (_, index) => payload + String(index).padStart(2, '0')).filter(valid);
        expect(right.length).toBeGreaterThan(0);
        for (const number of right) {
          const wrong = number.slice(0, at) + String((Number(number[at]) + more) % 10) + number.slice(at + 1);
          expect(valid(wrong)).toBe(false);
        }
      }),
      runs(200),
    );
  });
});
