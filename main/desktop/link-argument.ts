/** The `sealdesk:` link among a program's arguments, as the system hands it over; null where there is none. */
export function linkIn(argv: readonly string[]): string | null {
  return argv.slice(1).find((argument) => /^sealdesk:/i.test(argument)) ?? null;
}
