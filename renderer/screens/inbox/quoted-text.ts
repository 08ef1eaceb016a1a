/**
 * Where the quoted earlier mail at the end of a text begins; the text's length when there is none.
 * Only an end is folded: an answer written between quoted lines stays in sight. If nothing but the
 * quote was written, nothing is folded.
 */
export function quotedStart(text: string): number {
  const lines: { readonly words: string; readonly start: number }[] = [];
  let start = 0;
  for (const words of text.split('\n')) {
    lines.push({ words: words.trimEnd(), start });
    start += words.length + 1;
  }

  let first = lines.findIndex((line, index) => isDivider(line.words, lines[index + 1]?.words ?? '', lines[index + 2]?.words ?? ''));
  if (first < 0) {
    // Back from the end over quoted and empty lines.
    let index = lines.length;
    let quoted = 0;
    while (index > 0) {
      const words = lines[index - 1]?.words ?? '';
      if (words.startsWith('>')) quoted += 1;
      else if (words !== '') break;
      index -= 1;
    }
    if (quoted === 0) return text.length;
    first = index;
    // The line that says who wrote it, which mail programs break in two.
    for (let lookBack = 1; lookBack <= 2 && first - lookBack >= 0; lookBack += 1) {
      const above = lines.slice(index - lookBack, index).map((line) => line.words).join(' ');
      if (isAttribution(above)) {
        first = index - lookBack;
        break;
      }
    }
  }
  const at = lines[first]?.start ?? text.length;
  return text.slice(0, at).trim() === '' ? text.length : at;
}

/** "On 3 Sep 2025 at 14:02, Shop <…> wrote:" in the languages our customers' mail programs speak. */
function isAttribution(line: string): boolean {
  return line.length < 300 && /^(on|am|le|el|il|op|den|em|w dniu)\s.*(wrote|schrieb[^:]*|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał\(?a?\)?)\s*:$/iu.test(line.trim());
}

/** "-----Original Message-----", or the header block that Outlook puts there instead. */
function isDivider(line: string, next: string, afterNext: string): boolean {
  // Nearly every line is neither, and every line of what is opened is asked.
  const colon = line.indexOf(':');
  if (!line.startsWith('--') && (colon < 2 || colon > 4)) return false;
  if (/^-{2,}\s*(original message|ursprüngliche nachricht|forwarded message|weitergeleitete nachricht|message d'origine|mensaje original)\s*-{2,}$/iu.test(line)) return true;
  if (!/^(from|von|de|da|van):\s\S/iu.test(line)) return false;
  return [next, afterNext].some((below) => /^(sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden):\s\S/iu.test(below));
}
