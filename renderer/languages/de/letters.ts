import type { letters as english } from '../en/letters.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const letters: Translated<typeof english> = {
  toggle: 'Formatierung',
  show: 'Mit Formatierung zeigen',
  hide: 'Nur den Text zeigen',
  frame: 'E-Mail von {name} mit ihrer Formatierung',
  outside: '{n, plural, one {Ein Bild von außen ist nicht geladen.} other {# Bilder von außen sind nicht geladen.}}',
  enclosed: '{n, plural, one {Ein Bild der E-Mail wird darin nicht gezeigt.} other {# Bilder der E-Mail werden darin nicht gezeigt.}} Was mitgeschickt wurde, steht darunter.',
  notShown: {
    gone: 'Diese E-Mail hat keine Formatierung mehr. Hier ist ihr Text.',
    'too-large': 'In dieser E-Mail ist mehr Formatierung, als gezeigt wird. Hier ist ihr Text.',
    'too-hard': 'Die Formatierung dieser E-Mail hat das Gerät zu sehr beschäftigt und wurde geschlossen. Hier ist ihr Text.',
    closed: 'Die Ansicht mit Formatierung wurde geschlossen. Hier ist der Text; sie lässt sich wieder öffnen.',
    failed: 'Die Formatierung ließ sich nicht zeigen. Hier ist der Text; versuchen Sie es noch einmal.',
  },
};
