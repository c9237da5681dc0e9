import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import {
  fileForbidden, fileIsFolder, fileMissing, fileUnreadable, gzipDamaged, readingCancelled,
} from './import-sentences.ts';

/** `ENOENT`, `Z_DATA_ERROR`, …; empty where an error carries no code. */
export function systemCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Turns what the system says while a file is read into a sentence; what is one already passes through. */
export function readFailure(error: unknown, file: string): UserFacingError {
  if (error instanceof UserFacingError) return error;
  const code = systemCode(error);
  if (error instanceof Error && error.name === 'AbortError') return failure('cancelled', readingCancelled, { file }, error);
  if (code.startsWith('Z_')) return failure('corrupt', gzipDamaged, { file }, error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR': return failure('not-found', fileMissing, { file }, error);
    case 'EACCES':
    case 'EPERM': return failure('bad-input', fileForbidden, { file }, error);
    case 'EISDIR': return failure('bad-input', fileIsFolder, { file }, error);
    default: return failure('bad-input', fileUnreadable, { file, reason: code || String(error) }, error);
  }
}
