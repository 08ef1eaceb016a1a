import type { enrol as english } from '../en/enrol.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const enrol: Translated<typeof english> = {
  progress: 'Registrierung, Schritt {step, number} von {of, number}',
  invite: {
    title: 'Dieses Gerät registrieren',
    lead: 'Die IT hat Ihnen eine Einladung geschickt. Fügen Sie sie hier ein; sie gilt einmal und nur für kurze Zeit.',
    field: 'Einladung',
    placeholder: 'sealdesk://enrol/…',
    submit: 'Dieses Gerät registrieren',
    offered: 'Diese Einladung kam über einen Link, den Sie geöffnet haben.',
    offeredBeside: 'Sie haben einen Link mit einer anderen Einladung geöffnet.',
    offeredMore: 'Machen Sie nur weiter, wenn die IT sie Ihnen geschickt hat.',
    takeOffered: 'Diese verwenden',
    below: 'Bis die IT dieses Gerät freigibt, ist nichts aus dem Posteingang darauf.',
    refused: {
      'invite-malformed': 'Das ist keine vollständige Einladung. Kopieren Sie sie ganz, vom ersten bis zum letzten Zeichen, und fügen Sie sie noch einmal ein.',
      'invite-refused': 'Der Hub nimmt diese Einladung nicht mehr an: Sie wurde schon verwendet, ist abgelaufen oder gilt für ein anderes Gerät. Bitten Sie die IT um eine neue.',
      'hub-unreachable': 'Der Hub ist nicht erreichbar. Prüfen Sie das Netzwerk und versuchen Sie es noch einmal; die Einladung gilt weiter.',
      'hub-not-genuine': 'Geantwortet hat nicht der Hub Ihres Unternehmens, darum wurde nichts dorthin gesendet. Versuchen Sie es in einem anderen Netzwerk, und sagen Sie der IT Bescheid.',
      'no-keychain': 'Dieses Gerät hat keinen Schlüsselbund, in dem es seinen Schlüssel aufbewahren kann. Bitten Sie die IT, einen einzurichten, und versuchen Sie es dann noch einmal.',
    },
  },
  pending: {
    title: 'Lesen Sie der IT diese Zahlen vor',
    lead: 'Die IT sieht dieselben sechzig Ziffern. Lesen Sie sie laut vor, am Telefon oder persönlich: Nur wenn alle übereinstimmen, spricht dieses Gerät mit dem Hub Ihres Unternehmens und niemand ist dazwischen.',
    safetyNumber: 'Sicherheitsnummer',
    shared: 'Was die IT von diesem Gerät sieht',
    waiting: 'Es wird auf die Freigabe der IT gewartet. Danach geht es von selbst weiter.',
    offline: 'Keine Verbindung zum Hub. Sobald es eine gibt, geht es von selbst weiter.',
    cancel: 'Registrierung abbrechen',
    cancelQuestion: 'Diese Registrierung abbrechen? Um neu zu beginnen, brauchen Sie eine neue Einladung.',
    cancelYes: 'Registrierung abbrechen',
    cancelNo: 'Weiter warten',
    agent: 'Agent',
    device: 'Gerät',
  },
  passphrase: {
    title: 'Wählen Sie eine Passphrase',
    lead: 'Sie geben sie jedes Mal ein, wenn Sie Sealdesk öffnen. Vier oder mehr Wörter, die Ihnen etwas sagen und sonst niemandem, tippen sich leichter als Sonderzeichen und sind schwerer zu erraten.',
    warning: 'Niemand kann sie lesen oder zurücksetzen, auch die IT nicht. Wird sie vergessen, wird dieses Gerät gelöscht und neu registriert.',
    first: 'Passphrase',
    second: 'Passphrase wiederholen',
    submit: 'Weiter',
  },
  authenticator: {
    noKey: 'Der Schlüssel konnte nicht erzeugt werden. Versuchen Sie es noch einmal; wenn es so bleibt, sagen Sie der IT Bescheid.',
    tryAgain: 'Noch einmal versuchen',
  },
};
