import type { CallFailure } from '../client.ts';

/** What to say when a call was not served. Each says what to do. */
export function failureWords(failure: CallFailure): string {
  switch (failure.kind) {
    case 'not-now':
      return 'Sealdesk is locking or changing state. Try again in a moment.';
    case 'not-allowed':
      return 'Your role does not allow this. Ask your lead if it should.';
    case 'invalid':
      return 'Sealdesk could not take this as it is. Shorten it or check for unusual characters.';
    case 'too-many':
      return 'That was very quick. Wait a few seconds and try again.';
    case 'failed':
      return 'This did not work, and nothing was changed. Try again; if it goes on, tell IT.';
  }
}
