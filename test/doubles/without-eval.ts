import { z } from 'zod';

// Imported before any schema is made: the page's policy allows no eval, which schemas would else compile themselves with.
z.config({ jitless: true });
