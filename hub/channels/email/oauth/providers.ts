import type { OAuthClient } from '../../settings.ts';

/** What a provider of mailboxes documents of its sign-in (OAuth 2.0, RFC 6749, with PKCE, RFC 7636). */
export interface OAuthProvider {
  readonly authorize: string;
  readonly token: string;
  readonly scope: string;
  /** Said when a person is asked, so that a refresh token is given. */
  readonly asking: Readonly<Record<string, string>>;
  /** Host of the redirect back to the person's own machine (RFC 8252 section 7.3): the name that the provider takes with any port. */
  readonly loopback: '127.0.0.1' | 'localhost';
  readonly imap: string;
  readonly smtp: string;
}

/** Where a client signs in, and for what. */
export function providerOf({ provider, tenant, base }: Pick<OAuthClient, 'provider' | 'tenant' | 'base'>): OAuthProvider {
  switch (provider) {
    case 'google':
      return {
        authorize: `${base ?? 'https://accounts.google.com'}/o/oauth2/v2/auth`,
        token: `${base ?? 'https://oauth2.googleapis.com'}/token`,
        scope: 'https://mail.google.com/',
        asking: { access_type: 'offline', prompt: 'consent' },
        loopback: '127.0.0.1',
        imap: 'imap.gmail.com',
        smtp: 'smtp.gmail.com',
      };
    case 'microsoft': {
      const folder = `${base ?? 'https://login.microsoftonline.com'}/${tenant}/oauth2/v2.0`;
      return {
        authorize: `${folder}/authorize`,
        token: `${folder}/token`,
        scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
        asking: { prompt: 'select_account' },
        loopback: 'localhost',
        imap: 'outlook.office365.com',
        smtp: 'smtp.office365.com',
      };
    }
  }
}
