import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { bytesPerVoxel } from '#shared/voxels/voxel-type.ts';
import { sizeOf } from './project-folder.ts';
import type { ImageRecord, NewImage, ProjectStore } from './project-store.ts';
import type { Session } from './session.ts';

type Plain = Omit<NewImage, 'sourceFiles' | 'geometry'>;

interface ImageRow extends Plain {
  readonly id: string;
  readonly sourceFiles: string;
  readonly sizeI: number;
  readonly sizeJ: number;
  readonly sizeK: number;
  readonly affine: string;
}

/** Columns of an image, to be read into an `ImageRow`. */
export const imageColumns = `
  image.uuid AS id, image.name, image.format, image.source_files AS sourceFiles, image.source_hash AS sourceHash, image.blob,
  image.header, image.size_i AS sizeI, image.size_j AS sizeJ, image.size_k AS sizeK, image.affine, image.trust,
  image.voxel_type AS voxelType, image.slope, image.intercept, image.modality`;

export interface Images {
  /** Adds a row; to be called within a transaction. @returns its key and its UUID */
  add(image: NewImage, patient: string): { readonly key: number; readonly id: string };
  record(row: ImageRow): ImageRecord;
}
export type { ImageRow };

export function createImages(session: Session, blobs: ProjectStore['blobs']): Images {
  const insert = session.database.prepare(
    `INSERT INTO image (uuid, blob, name, format, source_files, source_hash, header, size_i, size_j, size_k, affine, trust,
       voxel_type, slope, intercept, modality, patient)
     VALUES (:id, :blob, :name, :format, :sourceFiles, :sourceHash, :header, :sizeI, :sizeJ, :sizeK, :affine, :trust,
       :voxelType, :slope, :intercept, :modality, :patient)`,
  );
  return {
    add: (image, patient) => {
      const { sourceFiles, geometry, ...plain } = image;
      const [sizeI, sizeJ, sizeK] = geometry.size;
      const bytes = sizeOf(blobs.path(image.blob));
      if (bytes !== sizeI * sizeJ * sizeK * bytesPerVoxel[image.voxelType]) {
        throw new Error(`the voxels of ${image.name} are ${bytes} bytes, which is not the size that it names`);
      }
      const id = randomUUID();
      const { lastInsertRowid } = insert.run({
        ...plain,
        id,
        patient,
        sizeI,
        sizeJ,
        sizeK,
        affine: JSON.stringify(geometry.affine),
        // Names only: a folder's path would not survive a copy and may name a patient.
        sourceFiles: JSON.stringify(sourceFiles.map((file) => basename(file))),
      });
      return { key: Number(lastInsertRowid), id };
    },
    record: (row) => ({
      id: row.id,
      name: row.name,
      format: row.format,
      sourceFiles: JSON.parse(row.sourceFiles) as string[],
      sourceHash: row.sourceHash,
      blob: row.blob,
      header: row.header,
      geometry: { size: [row.sizeI, row.sizeJ, row.sizeK], affine: JSON.parse(row.affine) as Affine },
      trust: row.trust,
      voxelType: row.voxelType,
      slope: row.slope,
      intercept: row.intercept,
      modality: row.modality,
    }),
  };
}
