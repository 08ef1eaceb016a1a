import { QrCode } from '../../ui/qr-code.tsx';
import './second-factor.css';
import { words } from './words.ts';

/** What an authenticator app is given. Crosses from main once, and is gone with the screen that shows it. */
export interface AuthenticatorSecret {
  readonly secret: string;
  readonly uri: string;
}

/** In groups of four, as authenticator apps show them. */
export function keyGroups(secret: string): readonly string[] {
  return secret.replace(/\s/g, '').match(/.{1,4}/g) ?? [];
}

export function AuthenticatorKey({ secret, uri }: AuthenticatorSecret) {
  return (
    <div className="totp">
      <QrCode text={uri} label={words.key.qr} />
      <div className="totp-key">
        <span className="field-label">{words.key.key}</span>
        <code className="totp-key-text" data-testid="totp-key">
          {keyGroups(secret).map((group, place) => (
            // The gaps are drawn, not typed: what is copied is the key alone. Two groups may be the same.
            // eslint-disable-next-line react/no-array-index-key
            <span key={place} className="totp-key-group">
              {group}
            </span>
          ))}
        </code>
      </div>
    </div>
  );
}
