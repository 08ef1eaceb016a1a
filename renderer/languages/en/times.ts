export const times = {
  now: 'now',
  minutes: '{n, number} min',
  today: 'Today',
  yesterday: 'Yesterday',
  tomorrowAt: 'tomorrow {time}',
  yesterdayAt: 'yesterday {time}',
  dayAt: '{day} {time}',
  dateAt: '{date}, {time}',
  lease: {
    needed: 'Needs a connection to unlock',
    over: 'Needs a connection before the next unlock',
    until: 'Works offline until {when}',
    untilToday: 'Works offline until {when} today',
  },
} as const;
