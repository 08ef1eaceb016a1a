import { enter, foldWord, secretWord } from '../context/lexicon.ts';

/** Words that name a password. */
export const passwordWords = new Set(
  'password passwords pasword passwrd passowrd passwrod passord pssword passswort passwrot contarsena contrsena passwort paswort passworter passwoerter kennwort kennworter kennwoerter losung passphrase passcode contrasena contrasenas contrasenia contrasenya clave claves motdepasse mdp mdps pwd pw passwd pass pass1 pin geheimzahl wachtwoord senha parola passwd login logins credentials zugangsdaten zugang credenciales identifiants userpass mot'.split(' '),
);

/** Words that name a code for signing in, alone or with another word near. */
export const codeWords = new Set(
  'otp totp code codes clave claves tan smstan mtan pushtan bestatigungscode bestaetigungscode sicherheitscode verifizierungscode prufcode pruefcode einmalcode einmalpasswort zugangscode anmeldecode freischaltcode authentifizierungscode codigo codigos verificationcode mfa 2fa passcode pin sms cvv cvc cvv2 cvc2 csc cvn kartenprufnummer prufziffer pruefziffer prufnummer kartenprufziffer cryptogramme kontrollnummer digits ziffern digitos cifras chiffres'.split(' '),
);

for (const word of [...passwordWords, ...codeWords]) enter(foldWord(word), secretWord);
