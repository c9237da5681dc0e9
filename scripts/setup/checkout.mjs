import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The places of one checkout that set-up reads and writes. Tests make their own with `checkoutAt`.
 *
 * @typedef {object} Checkout
 * @property {string} root
 * @property {string} modules where npm installs
 * @property {string} records what set-up leaves for itself and for the engine; inside `modules`, so that it goes with them
 * @property {string} carriedRecords where the records wait while npm replaces `modules`
 * @property {string} lock held by the one set-up that works on this checkout
 */

/** @param {string} root @returns {Checkout} */
export function checkoutAt(root) {
  const modules = path.join(root, 'node_modules');
  return {
    root,
    modules,
    records: path.join(modules, '.lamina'),
    carriedRecords: path.join(root, 'build', 'set-up', 'records'),
    lock: path.join(root, 'build', 'set-up', 'lock'),
  };
}

/** The checkout that this file belongs to. */
export const checkout = checkoutAt(fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, ''));
