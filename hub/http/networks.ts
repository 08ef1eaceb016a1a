import { isIP } from 'node:net';

const mapped = /^(?:::ffff:)?((\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3})$/i;

/** The network of an address, as one customer of a provider has it: /24 of IPv4, /48 of IPv6. What is no address is a network of its own. */
export function networkOf(address: string): string {
  const four = mapped.exec(address)?.[2];
  if (four !== undefined) return four;
  return isIP(address) === 6 ? groupsOf(address, 3) : address;
}

/**
 * Who calls, as far as an address tells: an IPv4 address is one line's; of IPv6 a line has a /64 at the least (RFC 6177, RFC 7421), and whoever has it can call from
 * each of its addresses. What is counted for one who calls is counted under this.
 */
export function callerOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const four = mapped.exec(address)?.[1];
  if (four !== undefined) return four;
  return isIP(address) === 6 ? `${groupsOf(address, 4)}::` : address;
}

function groupsOf(address: string, most: number): string {
  const [head = ''] = address.split('%', 1);
  const [before = '', after] = head.split('::', 2);
  const front = before === '' ? [] : before.split(':');
  const back = after === undefined || after === '' ? [] : after.split(':');
  const groups = [...front, ...Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0'), ...back];
  return groups.slice(0, most).map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
