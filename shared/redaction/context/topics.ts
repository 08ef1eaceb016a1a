/**
 * What a word near a value says about it, in English, German, Spanish and French, with the Italian, Dutch, Portuguese and
 * Polish words for what those countries' numbers are called. Phrases are separated by commas; a phrase matches whatever
 * stands between its words ("sort code", "sort-code", "SORT_CODE"). Written without accents: they are folded away.
 */
export const topicWords = {
  /** It is a payment card. */
  card: `card, cards, visa, amex, jcb, cvv, cvv2, cvc, cvc2, pan, exp, expiry, expires, expiration, mir, mastercard, mastercards, master card, creditcard, creditcards,
    debitcard, debetcard, bankcard, girocard, goldcard, maestro, american express, diners, discover, unionpay, union pay, rupay, ru pay, kreditkarte, kreditkarten,
    kreditkartennummer, kreditkartennr, bankkarte, girokarte, debitkarte, ec karte, karte, karten, kartennummer, kartennr, kartendaten, visakarte, tarjeta, tarjetas, carte, cartes,
    carte bancaire, carte bleue, carta di credito, carta di debito, cartao, betaalkaart, cardnumber, cardno, ccnumber, cc number, cc, gultig bis, gueltig bis, valida hasta, valido hasta, caduca,
    valable jusqu, expire, cb`,
  /** Somebody pays: a number of a length that few cards have may be one. */
  payment: `pay with, paid with, paid by, paying with, payment, charge, charged, debit, debited, refund to, abbuchen, abgebucht, belasten, belastet, zahlung, zahle mit, bezahlt mit, buchen sie von, cobra, cobrar, cobrad, cobren, cargar, pago, pague con, pagar con, pagado con, payer, paye avec, paiement, debiter, debitez, debite, prelever, regle avec`,
  /** A card's expiry date, or its security code, comes next. */
  expiry: `exp, exp date, exp on, expiry, expiry date, expiry on, expire, expires, expires on, expiration, expiration date, valid, valid thru, valid through, valid until, valid till, valid to, good thru, gultig, gultig bis, gueltig, gueltig bis, verfallt, verfaellt,
    ablauf, ablaufdatum, caduca, caducidad, vence, vencimiento, venc, valida hasta, valido hasta, valida ate, valido ate, valable jusqu, expire le, date d expiration, fin de validite, scade, scadenza, mm yy, mm jj, mm aa, mmyy, mmjj, mmaa`,
  'card-code': `cvv, cvv2, cvc, cvc2, csc, cid, cav2, cvn, security code, security number, security nr, security no, card code, sec code, sec nr, sec no, verification code, verification number, prufziffer, prufnummer, prufcode, pruefziffer, pruefnummer, pruefcode,
    kartenprufnummer, kartenprufziffer, kartenpruefnummer, kartenpruefziffer, sicherheitscode, sicherheitsnummer, codigo de seguridad, codigo seguridad, code de securite, cryptogramme, cryptogramme visuel, codice di sicurezza, veiligheidscode, codigo de seguranca`,
  /** The same, said in words that elsewhere mean anything: they count beside a card alone. */
  'expiry-beside': `until, till, bis, hasta, jusqu, jusque, runs out, lauft bis, lauft ab, laeuft ab, laeuft bis, end date, validez, vto, vcto, expira, valable, valide, valido, valida, gultigkeit, validite, good until, good till, thru`,
  'card-code-beside': `code, codigo, on the back, the back, back of, back, reverse side, digits, digit, ziffern, ziffer, chiffres, digitos, cifras, ruckseite, rueckseite, hinten, reverso, detras, atras, dorso, au dos, verso, numero de seguridad, numero de securite, three numbers, tres numeros, drei zahlen, trois numeros, security, seguridad, securite, sicherheit`,
  /** It is a number of the shop, of a carrier, of a device: nothing of a person. */
  reference: `order, orders, ordernumber, orderno, tracking, parcel, shipment, consignment, waybill, awb, imei, invoice, ticket, case, reference, ref, serial, sn, item, article, sku, ean, gtin, upc, asin, isbn, issn,
    barcode, customer, transaction, booking, reservation, meter, rma, return, voucher, coupon, model, part, version, build, error, batch, lot, firmware, product, promo, discount, gift, po, quote, quotation, bill,
    bestellung, bestellnummer, bestellnr, bestell, auftrag, auftrags, auftragsnummer, auftragsnr, sendung, sendungsnummer, sendungsnr, sendungs, sendungsverfolgung, trackingnummer, rechnung, rechnungsnummer, rechnungsnr, rechnungs,
    kundennummer, kundennr, vorgang, vorgangsnummer, vorgangsnr, artikel, artikelnummer, artikelnr, seriennummer, seriennr, paket, paketnummer, ticketnummer, fehlercode, fehler, gutschein, gutscheincode, rabattcode, rabatt, retoure, modell, chargennummer, chargen, teilenummer, lieferschein, buchung, buchungsnummer, referenz, referenznummer,
    barcode, strichcode, zahlernummer, pedido, pedidos, seguimiento, envio, factura, numero de pedido, numero de serie, numero de seguimiento, numero de cliente, referencia, articulo, localizador, reserva, albaran, modelo, cupon, descuento, devolucion, incidencia, serie, paquete, lote,
    commande, suivi, colis, facture, numero de commande, numero de suivi, numero de serie, numero de client, expedition, bon, remise, promotionnel, retour, modele, dossier, article, devis, livraison, ordine, spedizione, fattura, bestelling, zamowienie, uuid, guid, hash, checksum, sha, md5, commit, session, build, timestamp, epoch, lieferung, delivery, orderid, ordernr, trackingid, trackingnumber, trackingno, invoiceid, invoicenumber, invoiceno, customerid, customerno, userid, productid, itemid, sessionid, transactionid, paymentid, referencenumber, serialnumber, serialno, partnumber, partno, shipmentid, requestid, ticketid, kunden, serien, gerate, geraete, geratenummer, zahler, vertrag, vertragsnummer, mitgliedsnummer, kaufbeleg, lieferscheinnummer, vorgangs, contract, contrato, contrat, abonnement, guia, numero de guia, ubicacion del pedido, bordereau, numero de colis, tiquet, recibo, receipt, colisnummer, fedex, ups, dhl, dpd, gls, hermes, evri, usps, correos, colissimo, chronopost, mondial relay, royal mail, seur, mrw, envios, pieza, piece, erreur, code erreur, codigo de error`,
  phone: `my number, my new number, my old number, meine neue nummer, neue nummer, alte nummer, mi nuevo numero, mi numero nuevo, mon nouveau numero, emergency, notfall, urgencia, urgencias, emergencia, urgence, llamad, llamadnos, llamenme, llamarnos, llamenos, ruft, rufen, ruf, meine nummer, mi numero, mon numero, phone, phones, telephone, tel, tele, mobile, mob, cell, cellphone, fax, whatsapp, call, callback, ring, dial, text me, landline, contact, contactable, reach, reachable, hotline, telefon, telefonnummer, telefonnr, tel nr, handy, handynummer, handynr, mobil, mobilnummer, mobilfunk, festnetz,
    rufnummer, anrufen, anruf, ruckruf, rueckruf, erreichbar, erreichen, erreicht, telefonisch, durchwahl, telefono, movil, celular, fijo, llamar, llamame, llamadme, llamarme, llamen, llame, contactar, localizarme, telefonico, telephone, portable, mobile, fixe, appeler, appelez, appelez moi,
    joindre, joignable, rappeler, rappelez, telephonique, numero de telephone, gsm, telefoon, telefone, cellulare, natel, appel, whats app, signal, telegram`,
  passport: `passport, passports, passport number, passportnumber, reisepass, reisepassnummer, reisepassnr, pass nr, passnummer, passnr, pasaporte, passeport, passaporto, paspoort, passaporte, paszport`,
  licence: `driving licence, driving license, drivers licence, drivers license, driver licence, driver license, driver's licence, driver's license, driving lic, licence, licence number, license number, license no, licence no, dl, dln, fuhrerschein, fuehrerschein, fuhrerscheinnummer, fuehrerscheinnummer, fuhrerscheinnr,
    fahrerlaubnis, carnet de conducir, permiso de conducir, carne de conducir, permiso de conduccion, licencia de conducir, permis de conduire, permis, patente, rijbewijs`,
  health: `health insurance, medicare, medicaid, insurance number, insurance id, member id, subscriber id, policy number, nhi, ehic, health card, krankenversicherung, krankenversicherungsnummer, krankenversichertennummer, krankenkasse, krankenkassennummer,
    versichertennummer, versichertennr, versicherten nr, versichertenkarte, kvnr, kv nummer, gesundheitskarte, egk, tarjeta sanitaria, seguro medico, seguro de salud, numero de asegurado, numero de afiliado, cip, tsi, sip, mutuelle, assurance maladie, carte vitale, complementaire sante, numero adherent, numero d'adherent, adherent, mbi, cartao de saude, tessera sanitaria, ceam, carte europeenne`,
  birth: `born, birth, dob, d o b, birthday, birthdate, date of birth, bday, geboren, geb, geburtsdatum, geburtstag, geb dat, gebdatum, nacimiento, nacido, nacida, naci, nacio, fecha de nacimiento, fec nac, fdn, cumpleanos, naissance, ne le, nee le, nee, date de naissance, ne e le, ddn, anniversaire, nato, nata, geboortedatum, nascimento`,
  plate: `plate, plates, license plate, licence plate, number plate, numberplate, registration, registration number, reg, reg number, reg no, vrm, vrn, car reg, kennzeichen, kfz kennzeichen, autokennzeichen, nummernschild, amtliches kennzeichen, matricula, placa, immatriculation, immatricule, immatriculee, plaque, plaque d'immatriculation, targa, kenteken`,
  bank: `account, acct, account number, accountnumber, acc, acc no, bank account, bank, banking, checking, savings, konto, kontonummer, kontonr, kto, kto nr, bankkonto, girokonto, bankverbindung, cuenta, cuenta bancaria, numero de cuenta, ccc, compte, compte bancaire, numero de compte, rib, rekeningnummer`,
  routing: `routing, routing number, aba, rtn, transit number, sort code, sortcode, sort, blz, bankleitzahl, bsb, bic, code banque, code guichet, wire, fedwire, ach, direct deposit`,
  ssn: `ssn, ssns, social security, social security number, socialsecurity, social, soc sec, sozialversicherungsnummer, seguro social, numero de seguro social, securite sociale americaine`,
  itin: `itin, taxpayer identification, taxpayer id, individual taxpayer, tin, tax id`,
  nino: `nino, national insurance, national insurance number, ni number, ni no, ni nr, nin, ni`,
  nhs: `nhs, nhs number, nhs no`,
  utr: `utr, unique taxpayer reference, unique tax reference, tax reference, self assessment`,
  'de-tax': `steuer id, steuerid, steueridentifikationsnummer, steuer identifikationsnummer, steuerliche identifikationsnummer, steuernummer, idnr, id nr, identifikationsnummer, tin, tax id, tax number, tax identification number, tax identification, steuer`,
  'de-sv': `sozialversicherungsnummer, sozialversicherung, sv nummer, sv nr, svnr, rentenversicherungsnummer, rentenversicherung, rv nummer, rvnr, versicherungsnummer, sozialversicherungsausweis, social security, social security number, social insurance`,
  'id-card': `personalausweis, personalausweisnummer, personalausweisnr, ausweis, ausweisnummer, ausweisnr, perso, identity card, id card, national id, id number, identity document, ausweisdokument`,
  dni: `dni, nie, nif, documento nacional, documento de identidad, identidad, numero de identidad, cedula, nro de documento, documento, extranjero`,
  'es-ss': `seguridad social, numero de la seguridad social, nuss, nass, naf, afiliacion, social security, social security number`,
  nir: `securite sociale, numero de securite sociale, secu, nir, carte vitale, numero ss, n ss, insee, social security, social security number, assure social, assuree`,
  spi: `numero fiscal, spi, fiscal, impots, impot, avis d'imposition, numero fiscal de reference, tax number, tax id, steuernummer`,
  cf: `codice fiscale, cod fisc, c f, cf, fiscal code`,
  bsn: `bsn, burgerservicenummer, sofinummer, sofi, dutch citizen, citizen service`,
  pesel: `pesel`,
  'be-nn': `rijksregisternummer, rijksregister, registre national, numero national, numero de registre national, insz, niss, national number, nationalregister, national register`,
  'pt-nif': `nif, contribuinte, numero de contribuinte, numero fiscal, nipc, portuguese tax`,
  personnummer: `personnummer, personnr, personal identity number, svensk, samordningsnummer, swedish personal, swedish`,
  svnr: `sozialversicherungsnummer, sozialversicherung, svnr, sv nummer, sv nr, versicherungsnummer, svn, e card, ecard, social security, social insurance`,
  aadhaar: `aadhaar, aadhar, adhaar, adhar, uidai, uid`,
  'in-pan': `pan, pan card, pan number, permanent account number, income tax`,
  vat: `vat, vat number, vat id, vat no, vat reg, ust id, ustid, ust idnr, ustidnr, umsatzsteuer, umsatzsteuer id, umsatzsteueridentifikationsnummer, uid, mwst, nif, cif, iva, nif iva, tva, tva intracommunautaire, numero de tva, partita iva, btw, tax`,
  crypto: `wallet, bitcoin, btc, ethereum, eth, ether, crypto, litecoin, ltc, dogecoin, doge, tron, trx, usdt, usdc, solana, sol, ripple, xrp, monero, xmr, cardano, ada, tether, wallets, krypto, geldborse, cartera, monedero, portefeuille, phantom, metamask, ledger, blockchain, walletadresse`,
  gps: `gps, coordinates, coordinate, coords, location, latitude, longitude, lat, lon, lng, long, koordinaten, standort, breitengrad, langengrad, laengengrad, coordenadas, latitud, longitud, ubicacion, coordonnees, position, geo, map, maps, where`,
  /** A kind of street, as one word; German ones grow together with the name and are known by their end. */
  street: `street, st, avenue, ave, road, rd, lane, ln, drive, dr, boulevard, blvd, bvd, court, ct, place, pl, way, terrace, close, crescent, cres, gardens, grove, square, sq, highway, hwy, parkway, pkwy, circle, cir, trail, trl, row, mews, hill,
    walk, view, rise, green, route, rte, plaza, loop, pike, turnpike, expressway, freeway, alley, broadway, quay, wharf, parade, embankment, gate, yard, vale, rue, av, bd, chemin, impasse, allee, allees, quai, cours, passage, faubourg, chaussee, venelle, esplanade, promenade, traverse, montee, sentier, rond point, villa, residence, calle, c, carrer, passeig, avinguda, avenida, avda, avd, pza, plz, paseo, camino, carretera, ctra, ronda, travesia, callejon, glorieta,
    urbanizacion, rambla, gran via, po box, p o box, postfach, apartado, apartado de correos, apdo, boite postale, bp, cs, strasse, str`,
  secret: `key, keys, secret, secrets, token, tokens, apikey, api key, api token, access key, secret key, access token, auth token, client secret, secretkey, accesskey, authtoken, accesstoken, clientsecret, bearer, schlussel, schluessel, api schlussel, zugangstoken, clave, clave api, cle, cle api, jeton, credential, credentials, webhook, aws, azure, twilio, datadog, heroku, mailgun, geheimnis, secreto`,
} as const;

export type Topic = keyof typeof topicWords;

/** Words between a label and its value that say nothing: "my card number is", "die Nummer lautet", "el número de". */
export const fillers: readonly string[] = `number numbers num no nr nro nbr n id ids code codes nummer nummern numero numeros is ist es est lautet lauten was war are s of de del der die das den dem des the my mein meine meiner mi mis mon ma mes le la l les el los a an as ein eine un una une
  this that here hier aqui voici ici follows follow folgt follgende folgende new neue nuevo nouveau nouvelle our unsere nuestro notre your ihre ihr dein deine tu su votre ton and und y et on am at in auf al au for fur fuer para pour with mit con avec to zu
  value wert details data datum date fecha also auch last letzte please bitte seria sera suivant suivante siguiente current aktuelle actual old alte using used usa full complete vollstandige card under unter sous bajo be or oder`.split(/\s+/);
