import type { times as english } from '../en/times.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const times: Translated<typeof english> = {
  now: 'jetzt',
  minutes: '{n, number} Min.',
  today: 'Heute',
  yesterday: 'Gestern',
  tomorrowAt: 'morgen {time}',
  yesterdayAt: 'gestern {time}',
  dayAt: '{day} {time}',
  dateAt: '{date}, {time}',
  lease: {
    needed: 'Zum Entsperren ist eine Verbindung nötig',
    over: 'Vor dem nächsten Entsperren ist eine Verbindung nötig',
    until: 'Offline nutzbar bis {when}',
    untilToday: 'Offline nutzbar bis heute {when}',
  },
};
