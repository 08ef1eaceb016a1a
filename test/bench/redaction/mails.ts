import { labelledSet } from './labelled-set.ts';
import { languages } from './labelled-text.ts';
import { Dice } from './random.ts';
import { labelledValue } from './slots.ts';

/** What people write in languages that have no templates; `{email}` and the like are drawn. */
const otherLanguages: readonly string[] = [
  'Buongiorno, il pacco non è ancora arrivato e il corriere non risponde. Potete verificare, per favore?', 'Ho pagato con la carta {card} e ora vedo due addebiti di 49,90 euro.',
  'Scrivetemi a {email} oppure chiamatemi, sono a casa dopo le 18:30.', 'Goedemiddag, de jas is te klein en ik wil hem graag ruilen voor maat 42.', 'Mijn rekening is {iban}, daar mag het geld naartoe.',
  'De bezorger was hier om 14:15 maar heeft niet aangebeld. Kunt u mij bellen?', 'Dzień dobry, zamówienie 483920 jeszcze nie dotarło, a minęły już trzy tygodnie.', 'Proszę o zwrot pieniędzy na konto {iban}, mój adres to {email}.',
  'Bom dia, a máquina de café chegou partida e a caixa estava aberta.', 'Podem cobrar no cartão {card}, válido até 05/31?', 'Hej, jag har väntat i två veckor nu. Kan ni svara på {email}?', 'Merhaba, siparişim hâlâ gelmedi, bana {email} adresinden yazabilirsiniz.',
];

const written = (dice: Dice, template: string): string => template.replace(/\{(\w+)\}/g, (_all, name: string) => labelledValue(dice, 'en', name, '').value);

/**
 * Mails as they come in, longer than what is written in a chat: several things in one, of the held-out texts of one
 * language, with what somebody else wrote quoted below, now and then in a language of which there are no templates.
 * The same each time.
 */
export function mails(count = 600): readonly string[] {
  const dice = new Dice(31_415_926);
  const heldOut = labelledSet('held-out');
  const texts = languages.map((language) => heldOut.filter((each) => each.language === language).map(({ text }) => text));
  return Array.from({ length: count }, () => {
    const own = dice.pick(texts);
    const said = () => (dice.oneIn(4) ? written(dice, dice.pick(otherLanguages)) : dice.pick(own));
    const paragraphs = Array.from({ length: dice.between(2, 6) }, said);
    const quoted = Array.from({ length: dice.between(0, 6) }, said).join('\n\n').split('\n').map((line) => `> ${line}`);
    return [...paragraphs, quoted.join('\n')].join('\n\n');
  });
}

/** Texts of both families with characters left out, put in, doubled and cut off, as hands, programs and attackers do it. */
export function broken(count = 3000): readonly string[] {
  const dice = new Dice(27_182_818);
  const texts = [...labelledSet('known'), ...labelledSet('held-out')].map(({ text }) => text);
  const strange = [' ', '\n', '\u00a0', '\u200b', '.', '-', '/', '@', '(', '"', '#', '+', '=', '\ud83d\ude00', '\u00df', '\uff14', '0', '4', 'x', '<b>'];
  return Array.from({ length: count }, () => {
    let text = dice.pick(texts);
    for (let times = dice.between(1, 8); times > 0; times -= 1) {
      const at = dice.below(text.length + 1);
      if (dice.oneIn(3)) text = text.slice(0, at) + text.slice(at + dice.between(1, 3));
      else if (dice.oneIn(8)) text = text.slice(at) + text;
      else text = text.slice(0, at) + dice.pick(strange) + text.slice(at);
    }
    return text;
  });
}
