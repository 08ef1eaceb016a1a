import { type FromHub, maxAddressLength, maxLeftText, type Presence } from './chat-frames.ts';
import type { Connection } from './connection.ts';
import { randomId } from './random-id.ts';
import { required } from './required.ts';
import { locale, put, words } from './words.ts';

const day = 24 * 3_600_000;

/** What the page shows while nobody is there: that it is so, when the shop is back, and a form for a message that is answered by e-mail. */
export class Away {
  readonly #notice = required('presence', HTMLElement);
  readonly #other = required('other', HTMLButtonElement);
  readonly #leave = required('leave', HTMLFormElement);
  readonly #email = required('email', HTMLInputElement);
  readonly #text = required('left', HTMLTextAreaElement);
  readonly #button = required('leave-send', HTMLButtonElement);
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #connection: () => Connection;
  readonly #complain: (text: string | null) => void;
  #presence: Presence = { here: true, opensAt: null, form: false };
  #talking = false;
  /** Whether the form is open where the chat could go on as well, or another message is to be left. */
  #asked = false;
  #thanks: string | null = null;
  /** On its way; said again after a lost connection. */
  #leaving: { readonly id: string; readonly email: string; readonly text: string } | null = null;

  constructor(form: HTMLFormElement, field: HTMLTextAreaElement, connection: () => Connection, complain: (text: string | null) => void) {
    this.#form = form;
    this.#field = field;
    this.#connection = connection;
    this.#complain = complain;
    this.#email.maxLength = maxAddressLength;
    this.#text.maxLength = maxLeftText;
    this.#leave.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#other.addEventListener('click', () => {
      this.#asked = !this.#asked;
      this.#thanks = null;
      this.#show();
      (this.#asked || !this.#talking ? this.#email : this.#field).focus();
    });
  }

  /** @param talking whether the conversation has begun. */
  is(presence: Presence, talking: boolean): void {
    this.#presence = presence;
    this.#talking = talking;
    if (presence.here) this.#thanks = null;
    this.#show();
  }

  talking(): void {
    if (this.#talking) return;
    this.#talking = true;
    this.#show();
  }

  /** The connection is back. */
  sayAgain(): void {
    if (this.#leaving !== null) this.#connection().say({ t: 'leave', ...this.#leaving });
  }

  /** Somebody else is here. */
  clear(): void {
    this.#leaving = null;
    this.#thanks = null;
    this.#asked = false;
    this.#leave.reset();
    this.#busy(false);
  }

  /** @returns whether it is the message that is on its way. */
  answered(frame: Extract<FromHub, { t: 'left' | 'refused' }>): boolean {
    if (this.#leaving?.id !== frame.id) return false;
    const { email } = this.#leaving;
    this.#leaving = null;
    this.#busy(false);
    if (frame.t === 'refused') {
      // What was typed stays, so that it can be put right.
      this.#complain(frame.message);
      return true;
    }
    this.#thanks = put(words.thanks, { email });
    this.#asked = false;
    this.#leave.reset();
    this.#show();
    this.#notice.focus();
    return true;
  }

  #send(): void {
    this.#complain(null);
    const [email, text] = [this.#email.value.trim(), this.#text.value.trim()];
    if (email === '' || text === '') {
      this.#complain(email === '' ? words.needsEmail : words.empty);
      (email === '' ? this.#email : this.#text).focus();
      return;
    }
    this.#leaving = { id: randomId(), email, text };
    this.#busy(true);
    this.#connection().say({ t: 'leave', ...this.#leaving });
  }

  #busy(busy: boolean): void {
    this.#button.disabled = busy;
    this.#button.textContent = busy ? words.sending : words.leave;
  }

  #show(): void {
    const { here, form } = this.#presence;
    const open = form && this.#thanks === null && (!this.#talking || this.#asked);
    if (open && this.#text.value === '' && this.#field.value.trim() !== '') {
      this.#text.value = this.#field.value;
      this.#field.value = '';
    }
    this.#leave.hidden = !open;
    document.body.dataset['away'] = open ? 'form' : '';
    this.#form.hidden = open || (form && !this.#talking);
    this.#notice.hidden = here;
    const told = here ? '' : (this.#thanks ?? this.#told(open));
    // Read aloud once only.
    if (this.#notice.textContent !== told) this.#notice.textContent = told;
    this.#other.hidden = !form || (!this.#talking && this.#thanks === null);
    this.#other.textContent = this.#thanks !== null ? words.leaveAnother : this.#asked ? words.byChat : words.byEmail;
  }

  #told(open: boolean): string {
    const { opensAt } = this.#presence;
    if (opensAt === null) return open ? words.nobodyOpen : words.nobody;
    return put(open ? words.nobodyOpenBack : words.nobodyBack, { when: when(opensAt) });
  }
}

function when(at: number): string {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
  if (new Date(at).toDateString() === new Date().toDateString()) return put(words.today, { time });
  const far = at - Date.now() > 6 * day;
  return put(words.onDay, { day: new Intl.DateTimeFormat(locale, far ? { day: 'numeric', month: 'long' } : { weekday: 'long' }).format(at), time });
}
