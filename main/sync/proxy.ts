/** A way to the hub: straight, or through a company proxy that tunnels (RFC 9110 section 9.3.6). */
export type Route = { readonly kind: 'direct' } | { readonly kind: 'http-proxy' | 'https-proxy'; readonly host: string; readonly port: number };

const hostAndPort = /^(?<host>\[[0-9a-f:.]+\]|[^\s:;/]+)(?::(?<port>\d{1,5}))?$/i;

/**
 * Reads what a proxy resolver answers (`PROXY proxy.example:8080; DIRECT`), best first. Kinds of
 * proxy that cannot be used (SOCKS) are left out; with nothing left there is no route.
 */
export function readRoutes(resolved: string): Route[] {
  return resolved
    .split(';')
    .map((entry) => entry.trim().split(/\s+/))
    .flatMap(([kind = '', address = '']): Route[] => {
      if (kind.toUpperCase() === 'DIRECT') return [{ kind: 'direct' }];
      const groups = hostAndPort.exec(address)?.groups;
      if (groups?.['host'] === undefined) return [];
      const host = groups['host'].replace(/^\[|\]$/g, '');
      if (kind.toUpperCase() === 'PROXY') return [{ kind: 'http-proxy', host, port: Number(groups['port'] ?? 80) }];
      if (kind.toUpperCase() === 'HTTPS') return [{ kind: 'https-proxy', host, port: Number(groups['port'] ?? 443) }];
      return [];
    });
}
