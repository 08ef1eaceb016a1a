import type { stopped as english } from '../en/stopped.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const stopped: Translated<typeof english> = {
  headings: { safe: 'Was sicher ist', todo: 'Was zu tun ist', mend: 'Was zu beheben ist' },
  reason: 'Angegebener Grund: {reason}',
  receipts: {
    waiting: 'Die signierte Quittung wartet, bis der Hub erreicht ist. Stellen Sie eine Netzwerkverbindung her, damit die IT sieht, dass es geschehen ist. Danach kann dieses Gerät neu registriert werden.',
    delivered: 'Der Hub hat die signierte Quittung: Die IT sieht, dass es geschehen ist.',
    undeliverable: 'Die signierte Quittung lässt sich nicht mehr senden, weil dem Schlüsselbund fehlt, womit der Hub zu erreichen wäre. Sagen Sie der IT Bescheid.',
  },
  suspended: {
    title: 'Dieses Gerät ist stillgelegt',
    happened: 'Die IT von {organisation} hat es vorerst stillgelegt. Das ist nicht endgültig: Sie kann es jederzeit wieder zulassen.',
    online: 'Online. Sobald die IT dieses Gerät wieder zulässt, können Sie es entsperren.',
    offline: 'Offline. Stellen Sie eine Netzwerkverbindung her, damit dieses Gerät erfährt, wenn es wieder zugelassen ist.',
    safe: 'Was gespeichert ist, ist sicher und bleibt verschlüsselt, mit Ihren Entwürfen und den Antworten, die noch gesendet werden. Nichts wurde entfernt.',
    todo: 'Fragen Sie die IT, wann es wieder zugelassen wird. Sonst kann das niemand, und an diesem Gerät gibt es nichts zu tun.',
  },
  revoked: {
    title: 'Diesem Gerät wurde der Zugriff entzogen',
    happened: 'Die IT von {organisation} hat diesem Gerät den Zugriff auf den Posteingang entzogen.',
    safe: 'Alles auf dem Hub ist sicher, und Ihr Team führt Ihre Unterhaltungen weiter. Was auf diesem Gerät gespeichert war, lässt sich hier nicht mehr öffnen.',
    todo: 'Fragen Sie die IT, ob das ein Versehen ist. Sie kann dieses Gerät mit einer neuen Einladung wieder registrieren.',
  },
  wiped: {
    title: 'Dieses Gerät wurde gelöscht',
    happened: 'Die Schlüssel von Sealdesk und sein verschlüsselter Speicher für {organisation} wurden von diesem Gerät entfernt.',
    safe: 'Alles auf dem Hub ist sicher. Ihre eigenen Dateien auf diesem Gerät wurden nicht angerührt.',
    todo: 'Bitten Sie die IT um eine neue Einladung, wenn Sie den Posteingang auf diesem Gerät noch brauchen.',
  },
  'posture-failed': {
    title: 'Um dieses Gerät müssen Sie sich erst kümmern',
    happened: 'Es erfüllt nicht, was {organisation} von einem Gerät mit Kundendaten verlangt:',
    safe: 'Was gespeichert ist, ist sicher und bleibt verschlüsselt. Nichts wurde entfernt.',
    todo: 'Beheben Sie, was aufgeführt ist, und starten Sie Sealdesk dann neu. Wenn Sie das nicht können, fragen Sie die IT und lesen Sie ihr diese Liste vor.',
  },
  'clock-moved-back': {
    title: 'Die Uhr dieses Geräts wurde zurückgestellt',
    happened: 'Sie zeigt {now}, aber Sealdesk hat schon {highestSeen} gesehen. Codes und Fristen hängen von der richtigen Zeit ab.',
    safe: 'Was gespeichert ist, ist sicher und bleibt verschlüsselt. Nichts wurde entfernt.',
    todo: 'Stellen Sie Datum und Uhrzeit in den Systemeinstellungen auf automatisch und starten Sie Sealdesk neu. Wenn die Zeit stimmt und das hier bleibt, fragen Sie die IT.',
  },
  'no-keychain': {
    title: 'Es gibt keinen Schlüsselbund',
    happened: 'Sealdesk bewahrt seine Schlüssel im Schlüsselbund des Systems auf, und es ließ sich keiner öffnen. In eine Datei legt es sie nie.',
    safe: 'War dieses Gerät schon registriert, ist sicher, was gespeichert ist, und bleibt verschlüsselt.',
    todo: 'Entsperren Sie den Schlüsselbund, wenn das System danach fragt, und starten Sie Sealdesk dann neu. Sonst bitten Sie die IT, einen einzurichten (GNOME-Schlüsselbund oder KWallet unter Linux).',
  },
  'keychain-changed': {
    title: 'Sealdesk erkennt dieses Gerät nicht',
    happened: 'Was gespeichert ist, öffnet sich nur auf dem Gerät, auf dem es entstand, und mit dem Schlüsselbund, mit dem es registriert wurde.',
    safe: 'Was gespeichert ist, bleibt verschlüsselt und wurde nicht angerührt. Alles auf dem Hub ist sicher.',
    todo: 'Löschen Sie nichts. Fragen Sie die IT: Sie kann sagen, ob Schlüsselbund und Ordner wieder zusammenfinden oder ob dieses Gerät neu registriert wird.',
  },
  'record-damaged': {
    title: 'Mit der Registrierung stimmt etwas nicht',
    happened: 'Die Datei, die sagt, wem dieses Gerät gehört, ist nicht so, wie Sealdesk sie hinterlassen hat.',
    safe: 'Was gespeichert ist, bleibt verschlüsselt und wurde nicht angerührt. Alles auf dem Hub ist sicher.',
    todo: 'Löschen Sie nichts, und sagen Sie heute noch der IT Bescheid: Sie will wissen, wie es dazu kam, bevor das Gerät neu registriert wird.',
  },
  'vault-damaged': {
    title: 'Der Tresor lässt sich nicht öffnen',
    happened: 'Darin bewahrt Sealdesk verschlüsselt auf, was gespeichert ist. Passphrase und Code öffnen ihn nicht mehr.',
    safe: 'Was den Hub erreicht hat, ist sicher. Entwürfe und Antworten, die noch gesendet werden sollten, liegen vielleicht nur in diesem Tresor.',
    todo: 'Löschen Sie nichts, und fragen Sie die IT: Sie kann sagen, ob sich noch retten lässt, was wartete, oder ob dieses Gerät neu registriert wird.',
  },
  'vault-newer': {
    title: 'Dieses Sealdesk ist älter als sein Tresor',
    happened: 'Der verschlüsselte Speicher wurde zuletzt von einer neueren Version von Sealdesk geöffnet. Diese hier lässt ihn in Ruhe, statt zu raten.',
    safe: 'Was gespeichert ist, ist sicher und wurde nicht angerührt.',
    todo: 'Aktualisieren Sie Sealdesk und starten Sie es neu. Löschen Sie nichts; wenn es keine Aktualisierung gibt, fragen Sie die IT.',
  },
  startOver: {
    open: 'Dieses Gerät neu registrieren',
    title: 'Dieses Gerät neu registrieren?',
    after: 'Danach brauchen Sie eine neue Einladung der IT.',
    understood: 'Mir ist klar, dass sich das nicht rückgängig machen lässt.',
    confirm: 'Neu registrieren',
    keep: 'Nicht jetzt',
  },
  lost: {
    revoked: 'Was dieses Gerät noch von seiner alten Registrierung hat, wird vernichtet: seine Schlüssel und sein verschlüsselter Speicher, mit Entwürfen und Antworten, die nie gesendet wurden. Was den Hub erreicht hat, bleibt dort.',
    wiped: 'Hier ist nichts mehr, was verloren gehen könnte. Der Eintrag der alten Registrierung wird entfernt.',
    wipedUntold: 'Vom Posteingang ist hier nichts mehr. Aber die Quittung über das Löschen hat den Hub nie erreicht: Sagen Sie der IT, dass es geschehen ist.',
    'keychain-changed': 'Die alte Registrierung wird aufgegeben: Sollte sich ihr Schlüsselbund wiederfinden, ist der verschlüsselte Speicher weg, mit Entwürfen und Antworten, die nie gesendet wurden. Was den Hub erreicht hat, bleibt dort.',
    'record-damaged': 'Die alte Registrierung wird aufgegeben, und mit ihr, woran sich erkennen ließe, wie ihr Eintrag verändert wurde. Ihr verschlüsselter Speicher wird vernichtet, mit Entwürfen und Antworten, die nie gesendet wurden. Was den Hub erreicht hat, bleibt dort.',
    'vault-damaged': 'Der Tresor wird vernichtet, und niemand kann Entwürfe und Antworten retten, die noch darin warteten. Was den Hub erreicht hat, bleibt dort.',
  },
};
