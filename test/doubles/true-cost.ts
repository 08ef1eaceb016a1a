/** Imported before anything of the product: passphrases cost in this file what they cost an agent. */
delete process.env['SEALDESK_TEST_LEAST_COST'];
