import type { Platform } from '../editing/shortcuts.ts';

/** Whose habits of keys are followed. */
export const platform: Platform = /Mac|iPhone|iPad/.test(navigator.platform) ? 'mac' : 'other';
