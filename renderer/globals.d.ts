/** Set where the build draws the lock screen: the language it is drawn in. */
declare const __DRAWN_LANGUAGE__: string;
