/** Names of people as they are written and told apart. Knows nothing of where they are kept. */

const longest = 100;
/** What cannot be seen, ends a line or turns the direction of what follows has no place in a name. */
const unwritable = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** The name as it is kept: composed (Unicode's NFC), without blanks around it and with one between its parts. Null for what is no name. */
export function cleanPersonName(written: string): string | null {
  const name = written.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const isName = /[\p{L}\p{N}]/u.test(name) && !unwritable.test(name) && [...name].length <= longest;
  return isName && !isProgramsName(name) ? name : null;
}

/** Two names are one person's where this is the same: letters' case and forms, and what has no width, make no difference. */
export function foldPersonName(name: string): string {
  const folded = name.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '').toUpperCase().toLowerCase();
  return folded.normalize('NFKC').trim().replace(/\s+/gu, ' ');
}

/** Who wrote what readers came to together: nobody's name. */
export const consensusAuthor = 'consensus: readers';

/** Models, and what is made of several readings, write into labelmaps of their own under such a name. */
export function isProgramsName(name: string): boolean {
  return /^(model|consensus):/.test(foldPersonName(name));
}
