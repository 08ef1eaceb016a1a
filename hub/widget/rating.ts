import { type ChatLine, maxRatingComment } from './chat-frames.ts';
import { words } from './words.ts';

/** Sends how it went. @returns false where there is no connection. */
export type Rate = (lineId: string, score: number, comment: string) => boolean;

/** The best first. */
const scores = ['5', '4', '3', '2', '1'] as const;

/** Shows below a line that asks how it went what can be answered, or that it was; below any other nothing. */
export function showRating(element: HTMLElement, { id, rating }: ChatLine, rate: Rate): void {
  const shown = element.querySelector<HTMLElement>('.chat-rating, .chat-thanks');
  const now = shown === null ? undefined : shown.matches('.chat-thanks') ? 'rated' : 'open';
  if (now === rating) return;
  const focused = shown?.contains(document.activeElement) === true;
  shown?.remove();
  if (rating === undefined) return;
  const next = rating === 'open' ? form(element, id, rate) : thanks();
  element.append(next);
  // Who has just sent it is not left nowhere.
  if (focused) next.focus();
}

function thanks(): HTMLElement {
  const element = document.createElement('p');
  element.className = 'chat-thanks';
  element.tabIndex = -1;
  element.textContent = words.rated;
  return element;
}

function form(line: HTMLElement, id: string, rate: Rate): HTMLElement {
  const element = document.createElement('form');
  element.className = 'chat-rating';
  const question = line.querySelector('.chat-text');
  if (question !== null) question.id = `asks-${id}`;
  const group = document.createElement('fieldset');
  group.setAttribute('aria-labelledby', `asks-${id}`);
  const more = document.createElement('div');
  more.hidden = true;
  group.append(...scores.map((score) => choice(id, score, () => {
    more.hidden = false;
    more.scrollIntoView({ block: 'nearest' });
  })));
  const comment = document.createElement('textarea');
  comment.rows = 2;
  comment.maxLength = maxRatingComment;
  const label = document.createElement('label');
  label.append(words.comment, comment);
  const button = document.createElement('button');
  button.textContent = words.sendRating;
  more.append(label, button);
  element.append(group, more);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const score = Number(new FormData(element).get('score'));
    // Not `disabled`: a button that is loses the focus, and with it whoever sends by keyboard their place.
    if (score > 0 && button.ariaDisabled !== 'true' && rate(id, score, comment.value.trim())) button.ariaDisabled = 'true';
  });
  return element;
}

function choice(id: string, score: (typeof scores)[number], chosen: () => void): HTMLElement {
  const label = document.createElement('label');
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.name = 'score';
  radio.value = score;
  radio.id = `score-${id}-${score}`;
  radio.addEventListener('change', chosen);
  label.append(radio, words[`score${score}`]);
  return label;
}
