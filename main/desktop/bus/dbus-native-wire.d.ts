// The two modules of dbus-native that are used: the handshake and the marshalling of messages. They are exported by
// the package and have no types of their own. Its index is not used: it wants a newer Node than the compatibility
// runtime's, and brings what answers method calls, follows addresses and parses XML.
declare module 'dbus-native/lib/handshake.js' {
  import type { Duplex } from 'node:stream';

  /** Authenticates as a client. Calls back once, with null when messages may be sent. */
  const handshake: (stream: Duplex, options: { readonly authMethods: readonly string[] }, done: (error: Error | null) => void) => void;
  export default handshake;
}

declare module 'dbus-native/lib/message.js' {
  import type { Duplex } from 'node:stream';

  /** The bytes of a message. Throws where its body does not fit its signature. */
  export const marshall: (message: object) => Buffer;
  /** Reads messages from a stream for as long as they are whole; after `failed` nothing more comes. */
  export const unmarshalMessages: (stream: Duplex, heard: (message: unknown) => void, options: { readonly maxMessageSize: number }, failed: (error: Error) => void) => void;
}
