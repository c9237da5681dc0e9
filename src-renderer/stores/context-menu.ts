/** The menu of the right button: at most one, asked for from anywhere, shown once. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

export interface MenuItem {
  readonly text: string;
  /** As they stand on the keys. */
  readonly keys?: readonly string[];
  /** Null or missing where it can be done. */
  readonly whyNot?: string | null;
  readonly run: () => void;
}

export interface ContextMenu {
  /** What it is about, for whoever hears it. */
  readonly name: string;
  /** In groups that a line parts; empty ones are left out. */
  readonly groups: readonly (readonly MenuItem[])[];
  /** In the window, pixels. */
  readonly x: number;
  readonly y: number;
}

export const useContextMenu = defineStore('context-menu', () => {
  const current = shallowRef<ContextMenu | null>(null);
  return {
    current,
    open(menu: ContextMenu): void {
      const groups = menu.groups.filter((group) => group.length > 0);
      if (groups.length > 0) current.value = { ...menu, groups };
    },
    close(): void { current.value = null; },
  };
});
