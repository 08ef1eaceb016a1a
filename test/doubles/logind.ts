import { BusPeer, type Served } from './message-bus.ts';

const name = 'org.freedesktop.login1';
export const logindPath = '/org/freedesktop/login1';
const properties = 'org.freedesktop.DBus.Properties';

export interface SessionFacts {
  Active: boolean;
  LockedHint: boolean;
}

/** logind as far as a program asks it and hears of it, with one session on the screen. */
export class Logind {
  readonly session = `${logindPath}/session/_32`;
  readonly facts: SessionFacts = { Active: true, LockedHint: false };
  peer!: BusPeer;

  /** @param knows by which of the questions it knows the session */
  static async join(address: string, knows: readonly ('GetSessionByPID' | 'GetSession' | 'Display')[] = ['GetSessionByPID', 'GetSession', 'Display']): Promise<Logind> {
    const logind = new Logind();
    const serve: Served = ({ member, body }) => {
      switch (member) {
        case 'GetSessionByPID':
        case 'GetSession':
          return knows.includes(member) ? { signature: 'o', body: [logind.session] } : null;
        case 'GetUser':
          return { signature: 'o', body: [`${logindPath}/user/_1000`] };
        case 'Get':
          return body?.[1] === 'Display' ? { signature: 'v', body: [['(so)', knows.includes('Display') ? ['2', logind.session] : ['', '/']]] } : null;
        case 'GetAll':
          return { signature: 'a{sv}', body: [Object.entries(logind.facts).map(([fact, value]) => [fact, ['b', value]])] };
        case undefined:
        default:
          return null;
      }
    };
    logind.peer = await BusPeer.join(address, serve);
    await logind.peer.own(name);
    return logind;
  }

  asks(member: 'Lock' | 'Unlock', session = this.session): Promise<void> {
    return this.peer.tell({ path: session, interface: `${name}.Session`, member });
  }

  sleeps(going: boolean): Promise<void> {
    return this.peer.tell({ path: logindPath, interface: `${name}.Manager`, member: 'PrepareForSleep', signature: 'b', body: [going] });
  }

  sessionEnds(session = this.session): Promise<void> {
    return this.peer.tell({ path: logindPath, interface: `${name}.Manager`, member: 'SessionRemoved', signature: 'so', body: ['2', session] });
  }

  changes(facts: Partial<SessionFacts>, session = this.session): Promise<void> {
    return propertiesChange(this.peer, session, `${name}.Session`, facts);
  }

  lidCloses(): Promise<void> {
    return propertiesChange(this.peer, logindPath, `${name}.Manager`, { LidClosed: true });
  }
}

/** Tells of new values, or, with `invalidated`, only of the names of what has changed. */
export function propertiesChange(peer: BusPeer, path: string, of: string, values: Readonly<Record<string, boolean>>, invalidated: readonly string[] = []): Promise<void> {
  const changed = Object.entries(values).map(([key, value]) => [key, ['b', value]]);
  return peer.tell({ path, interface: properties, member: 'PropertiesChanged', signature: 'sa{sv}as', body: [of, changed, [...invalidated]] });
}
