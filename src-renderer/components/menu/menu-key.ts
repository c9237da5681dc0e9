/** The keys that open a menu where the focus is, on every platform that has them. Pure. */
export function isMenuKey({ key, shiftKey, ctrlKey, altKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>): boolean {
  if (ctrlKey || altKey || metaKey) return false;
  return (key === 'ContextMenu' && !shiftKey) || (key === 'F10' && shiftKey);
}

/** Where the next item is that a key leads to, round and round. @returns null for keys that lead nowhere */
export function itemAfter(key: string, here: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown': return (here + 1) % count;
    case 'ArrowUp': return here <= 0 ? count - 1 : here - 1;
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}
