import { basename } from 'node:path';

/** Endings that belong to a format, not to the name that a person gave. Longest first. */
const endings = /\.(?:nii|hdr|img|nii\.gz|hdr\.gz|img\.gz|png|dcm|ima|dicom)$/i;

/** The name of an image without folder and ending: `scans/case 1.nii.gz` → `case 1`. */
export function nameWithoutEnding(path: string): string {
  const name = basename(path);
  return name.replace(endings, '') || name;
}

/** Names as people count: `slice 2` before `slice 10`. */
export const naturalOrder = new Intl.Collator('en', { numeric: true }).compare;
