import { fetchPicture } from '../../connection/pictures.ts';
import { createPictureShelf } from './picture-shelf.ts';

/** Of this window: pictures of a few screens of rows. */
export const shelf = createPictureShelf({
  fetch: fetchPicture,
  revoke: (address) => URL.revokeObjectURL(address),
  mostKept: 240,
  mostAtOnce: 3,
});
