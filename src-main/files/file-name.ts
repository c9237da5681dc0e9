const longest = 80;

/** A name as a file of every system can be called: without a folder, too. @param otherwise where nothing is left of it */
export function fileName(name: string, otherwise: string): string {
  return name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').trim().slice(0, longest) || otherwise;
}
