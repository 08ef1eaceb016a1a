/** What is said of a passphrase that is easy to guess, under the names that zxcvbn has for it. */
export const warningWords = {
  straightRow: 'Keys in a row on the keyboard are tried first.',
  keyPattern: 'Patterns on the keyboard are tried first.',
  simpleRepeat: 'One character said many times is tried first.',
  extendedRepeat: 'One short piece said many times is tried first.',
  sequences: 'Runs like “abc” or “1234” are tried first.',
  recentYears: 'Years of our time are tried first.',
  dates: 'Dates are tried first.',
  topTen: 'This is one of the passwords most people use.',
  topHundred: 'This is one of the passwords most people use.',
  common: 'This is on the lists of common passwords.',
  similarToCommon: 'This is close to a common password.',
  wordByItself: 'One word alone is tried first.',
  namesByThemselves: 'Names alone are tried first.',
  commonNames: 'Common names are tried first.',
  userInputs: 'Your own name, your address, your company and famous phrases are tried first.',
  fewGuesses: 'This would be found with few guesses.',
} as const;

export const suggestionWords = {
  l33t: '“@” for “a” and the like help little.',
  reverseWords: 'A word written backwards helps little.',
  allUppercase: 'Capital letters alone help little.',
  capitalization: 'A capital letter at the beginning helps little.',
  dates: 'Leave out dates that have to do with you.',
  recentYears: 'Leave out years of our time.',
  associatedYears: 'Leave out years that have to do with you.',
  sequences: 'Leave out runs of letters or digits.',
  repeated: 'Say nothing twice.',
  longerKeyboardPattern: 'Leave out patterns on the keyboard.',
  anotherWord: 'Add a word that has nothing to do with the others.',
  useWords: 'Take four or more words that have nothing to do with one another.',
} as const;
