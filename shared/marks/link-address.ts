/**
 * Whether a link may lead there: `https:` to a host, or `mailto:` to one address. No name before the host
 * (`https://bank.example@elsewhere.example`), no controls, nothing that a mail program takes for headers (RFC 6068 section 4).
 */
export function linkAddress(address: string): boolean {
  if (/^mailto:[\w.%+-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(address)) return true;
  if (!/^https:\/\/[A-Za-z0-9[][!-~]*$/.test(address) || /["<>\\`]/.test(address) || !URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username === '' && password === '';
}
