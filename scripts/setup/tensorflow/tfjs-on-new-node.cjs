// tfjs-node 4.22 calls two functions that Node 23 removed; they must be there before it is loaded.
const util = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (require('node:util')));
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
