import type { findings as english } from '../en/findings.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const findings: Translated<typeof english> = {
  why: 'Warum müssen Sie es sehen?',
  reasons: {
    delivery: 'Um eine Lieferung zu regeln',
    order: 'Um eine Bestellung zu finden oder zu ändern',
    payment: 'Um eine Zahlung oder Erstattung zu klären',
    identity: 'Um sicher zu sein, wer der Kunde ist',
    legal: 'Für eine rechtliche Anfrage oder den Datenschutz',
  },
  recorded: 'Wer es wann und warum gesehen hat, wird protokolliert, und der Kunde darf danach fragen.',
  show: 'Anzeigen',
  hide: 'Verbergen',
  waiting: 'Wartet auf jemanden, der zustimmen darf. Dann erscheint es hier.',
  denied: 'Dem wurde nicht zugestimmt.',
  unreachable: 'Es liegt nur auf dem Hub, und der ist nicht erreichbar.',
  asks: '{agent} möchte etwas Verborgenes sehen: {what}. {why}.',
  mistake: {
    offer: 'War es nichts dergleichen, kann eine zweite Person es bis {until} zurückholen.',
    report: 'Das war ein Irrtum',
    reported: 'Gemeldet. Jemand, der darüber entscheiden darf, sieht es sich bis {until} an.',
    says: '{agent} sagt, das sei irrtümlich vernichtet worden: {what}. Es lässt sich bis {until} zurückholen.',
    look: 'Ansehen',
    restore: 'Zurückholen',
    keep: 'Vernichten',
    unreachable: 'Nur der Hub kann es zurückholen, und der ist nicht erreichbar.',
  },
  elsewhere: {
    list: 'Außerhalb des Textes vernichtet',
    subject: 'Im Betreff',
    author: 'Im Namen des Absenders',
    fileName: 'In einem Dateinamen',
    file: 'In {name}',
  },
  approve: 'Zustimmen',
  deny: 'Ablehnen',
};
