import { heldPerson } from '../../connection/person.ts';
import { fetchPicture } from '../../connection/pictures.ts';
import { createPictureShelf, type PictureShelf } from './picture-shelf.ts';

const shelves = new Map<string | null, PictureShelf>();

/** Of this window and of whoever is at it: who reads a case blind is drawn another picture of it. Pictures of a few screens of rows. */
export function shelfHere(): PictureShelf {
  const person = heldPerson();
  const known = shelves.get(person);
  if (known !== undefined) return known;
  const made = createPictureShelf({
    fetch: fetchPicture,
    revoke: (address) => URL.revokeObjectURL(address),
    mostKept: 240,
    mostAtOnce: 3,
  });
  shelves.set(person, made);
  return made;
}
