import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { EditingSession } from '../editing-session.ts';
import { strokeOf, type BrushOptions } from './brush.ts';

/**
 * Begins to erase: everything that is not locked, or with `paintOver: { label }` that label alone.
 * @returns false where the session takes no stroke now
 */
export function beginEraser(session: EditingSession, options: BrushOptions, at: Vec3): boolean {
  return session.beginStroke({ tool: 'eraser', label: 0, ...strokeOf(options) }, at);
}
