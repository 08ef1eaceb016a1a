// Its own declarations are not found through its `exports`; its API is that of better-sqlite3.
declare module 'better-sqlite3-multiple-ciphers' {
  export { default } from 'better-sqlite3';
}
