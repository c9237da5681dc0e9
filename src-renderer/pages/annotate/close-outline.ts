import type { LabelTable } from '#shared/labels/label-table.ts';
import { outlineBlock } from '../../editing/tools/outline.ts';
import type { useAnnotating } from '../../stores/annotating.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf } from './painting-gate.ts';

/** What is inside the line that is being drawn becomes the label, or background, as one edit. @returns false where no line is drawn */
export function closeOutline({ session, viewed }: OpenCase, annotating: ReturnType<typeof useAnnotating>, table: LabelTable): boolean {
  const { outline, tool } = annotating;
  if (outline === null) return false;
  annotating.outline = null;
  const block = outlineBlock(outline, viewed.geometry.size, outline.erases ? 0 : annotating.label);
  if (block !== null) {
    session.paintBlock(tool === 'polygon' ? 'polygon' : 'lasso', block, rulesOf(annotating, table, viewed));
  }
  return true;
}
