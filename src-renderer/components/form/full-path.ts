/** Whether a path says all by itself where it leads, on any system: the host was started somewhere that the person does not know. */
export function isFullPath(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}
