/** Longest address that is shown whole, in UTF-16 code units. */
const longest = 200;

/**
 * Where a link leads, to be read: of an address on the web the host as the network knows it, so that letters that look like others do not
 * pass for them, and nothing before it that passes for a host. Empty where it leads nowhere that is shown.
 */
export function shownAddress(address: string): string {
  const given = address.trim().replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
  if (!/^(?:https?|mailto|tel):/i.test(given)) return '';
  const authority = /^https?:\/\/([^/?#\\]*)/i.exec(given)?.[1];
  const shown = authority === undefined ? given : ofTheWeb(given, authority);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

function ofTheWeb(given: string, authority: string): string {
  try {
    const url = new URL(given);
    if (authority.toLowerCase() === url.host) return given;
    url.username = '';
    url.password = '';
    return url.href;
  } catch {
    return given;
  }
}
