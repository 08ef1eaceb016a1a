/** What is said of answers that have an end, of templates, and of what the company begins itself. */
export const words = {
  window: {
    free: (left: string) => `Free reply for ${left}`,
    freeMore: 'So long after the customer’s last message the channel passes on what you write.',
    person: (until: string) => `A person may reply until ${until}`,
    personMore: 'The 24 hours of Instagram are over; for seven days it still passes on what a person has written, as you do.',
    whatsAppOver: 'The 24 hours are over: only an approved template may be sent.',
    instagramOver: 'The seven days are over: Instagram passes on no reply until the customer writes again. Use another channel, or leave a note.',
  },
  /** "3 h 12 min", "12 min", "less than a minute". Never below zero. */
  timeLeft(milliseconds: number): string {
    const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
    const hours = Math.floor(minutes / 60);
    if (minutes === 0) return 'less than a minute';
    return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
  },
};
