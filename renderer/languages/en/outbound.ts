export const outbound = {
  window: {
    free: 'Free reply for {left}',
    freeMore: 'So long after the customer’s last message the channel passes on what you write.',
    person: 'A person may reply until {until}',
    personMore: 'The 24 hours of Instagram are over; for seven days it still passes on what a person has written, as you do.',
    whatsAppOver: 'The 24 hours are over: only an approved template may be sent.',
    instagramOver: 'The seven days are over: Instagram passes on no reply until the customer writes again. Use another channel, or leave a note.',
  },
  lessThanAMinute: 'less than a minute',
  minutesLeft: '{minutes, number} min',
  hoursLeft: '{hours, number} h {minutes, number} min',
} as const;
