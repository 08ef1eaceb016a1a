/** Each side has one Signal device: the hub is `hub`.1, a device its id and 1. The hub's half says the same. */
export const hubName = 'hub';
export const signalDevice = 1;
/** As it stands in the tables, which is how libsignal writes an address. */
export const hubStoredAs = `${hubName}.${signalDevice}`;
