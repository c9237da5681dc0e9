/** Reads raw voxel files, in pieces: one read call takes at most 2 GiB, and a cancel must not wait for a whole scan. */
import { open } from 'node:fs/promises';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { bytesPerVoxel, viewVoxels, type VoxelArray, type VoxelType } from '#shared/voxels/voxel-type.ts';
import { engineSentences } from '../engine-sentences.ts';

const pieceBytes = 64 * 2 ** 20;

/**
 * @param file absolute path of little-endian voxels and nothing else
 * @throws UserFacingError `corrupt` where the file is not as long as its voxels, or cannot be read
 */
export async function readVoxels(file: string, type: VoxelType, count: number, caseName: string): Promise<VoxelArray> {
  const expected = count * bytesPerVoxel[type];
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size !== expected) {
        throw failure('corrupt', engineSentences.wrongVoxelCount, { file, case: caseName, found: size, expected });
      }
      const bytes = new Uint8Array(expected);
      for (let at = 0; at < expected;) {
        const { bytesRead } = await handle.read(bytes, at, Math.min(pieceBytes, expected - at), at);
        if (bytesRead === 0) throw new Error('the file became shorter');
        at += bytesRead;
      }
      return viewVoxels(type, bytes.buffer, 0, count);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserFacingError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw failure('corrupt', engineSentences.unreadableVoxels, { file, case: caseName, reason }, error);
  }
}
