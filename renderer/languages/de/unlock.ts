import type { unlock as english } from '../en/unlock.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const unlock: Translated<typeof english> = {
  title: 'Entsperren',
  titleLeaseEnded: 'Zum Entsperren verbinden',
  leadLeaseEnded: 'Dieses Gerät hat den Hub länger nicht erreicht, als Ihr Unternehmen erlaubt. Was darauf gespeichert ist, Ihre Entwürfe und Antworten, die noch gesendet werden, sind sicher und bleiben verschlüsselt; sie öffnen sich wieder, sobald der Hub erreicht ist.',
  passphrase: 'Passphrase',
  submit: 'Entsperren',
  unlocking: 'Wird entsperrt',
  looking: 'Es wird nachgesehen, was auf diesem Gerät verschlüsselt ist',
  online: 'Online',
  offline: 'Offline',
  leaseEnding: 'Verbinden Sie sich mit dem Hub, um weiterzuarbeiten.',
  offlineNeedsHub: 'Offline. Stellen Sie eine Netzwerkverbindung her; wenn Sie verbunden sind, fragen Sie die IT, ob der Hub läuft.',
  missingPassphrase: 'Geben Sie Ihre Passphrase ein.',
  wrong: 'Mit dieser Passphrase und diesem Code ließ es sich nicht öffnen.',
  wrongAlone: 'Mit dieser Passphrase ließ es sich nicht öffnen.',
  aloneUntil: 'Erst vor Kurzem gesperrt: bis {time} genügt die Passphrase allein.',
  codeNeeded: 'Die kurze Zeit, in der die Passphrase allein genügt, ist vorbei. Geben Sie auch einen Code ein.',
  forgotten: {
    open: 'Passphrase vergessen?',
    title: 'Dieses Gerät löschen und neu registrieren?',
    nobody: 'Niemand kann Ihre Passphrase lesen oder zurücksetzen, auch die IT nicht. Was damit verschlüsselt wurde, lässt sich ohne sie nicht öffnen.',
    lost: 'Verloren gehen Entwürfe und Antworten, die noch nicht gesendet wurden, und alles andere, was für die Arbeit ohne Verbindung auf diesem Gerät liegt.',
    stays: 'Was den Hub erreicht hat, bleibt dort, und Ihre eigenen Dateien auf diesem Gerät werden nicht angerührt. Um weiterzuarbeiten, brauchen Sie eine neue Einladung der IT.',
    understood: 'Mir ist klar, dass sich das nicht rückgängig machen lässt.',
    goOn: 'Weiter',
    sure: 'Jetzt löschen? Versuchen Sie vorher noch einmal, sich zu erinnern: Es gibt keinen Weg zurück.',
    wipe: 'Dieses Gerät löschen',
    keep: 'Nicht jetzt',
  },
};
