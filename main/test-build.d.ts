/**
 * True in the test bundle only, where tests may drive the clock and a debugger may attach. The
 * bundler replaces it by a literal, so that what it guards is not in a release bundle at all.
 */
declare const __TEST_CLOCK__: boolean;
