/** A random UUID (RFC 9562 section 5.4); `crypto.randomUUID` is missing where the page is not secure. */
export function randomId(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...octets].map((octet, index) => (index === 6 ? (octet & 0x0f) | 0x40 : index === 8 ? (octet & 0x3f) | 0x80 : octet).toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
