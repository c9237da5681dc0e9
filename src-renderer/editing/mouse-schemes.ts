/**
 * What a press of the mouse on a picture means: as Lamina has it, or as a program that a person is used to.
 * A table alone; knows neither events nor what is done then.
 *
 * ITK-SNAP after its `CrosshairsInteractionMode` and `PaintbrushInteractionMode` (left the tool, right the eraser of drawing
 * tools and the zoom of the others, middle pans; on the left button Ctrl stands for right and Alt for middle); 3D Slicer after the
 * shortcuts of slice views in its user guide (left the tool, right drag zooms and right click opens the menu, middle or Shift and left pans,
 * Shift and moving leads the crosshair).
 */
export const mouseSchemes = ['lamina', 'itk-snap', 'slicer'] as const;
export type MouseScheme = (typeof mouseSchemes)[number];

export interface MousePress {
  readonly button: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** `second` is the tool's other meaning: to erase, to close a polygon. `menu` does nothing but open the menu. */
export type PressMeaning = 'tool' | 'second' | 'pan' | 'zoom' | 'navigate' | 'menu';

const buttons = { left: 0, middle: 1, right: 2 } as const;

/** @param draws whether the tool changes labels, so that it has a second meaning. @returns null for buttons that mean nothing */
export function meaningOf(scheme: MouseScheme, press: MousePress, draws: boolean): PressMeaning | null {
  const { button, altKey, shiftKey } = press;
  const ctrl = press.ctrlKey || press.metaKey;
  if (button === buttons.middle) return 'pan';
  if (button === buttons.right) {
    if (scheme === 'slicer') return 'zoom';
    // The one way to the menu by mouse where the button alone erases.
    if (draws) return ctrl ? 'menu' : 'second';
    return scheme === 'itk-snap' ? 'zoom' : 'menu';
  }
  if (button !== buttons.left) return null;
  switch (scheme) {
    // Ctrl for touchpads, which have no middle.
    case 'lamina': return ctrl ? 'pan' : altKey ? 'navigate' : 'tool';
    case 'itk-snap': return ctrl ? 'zoom' : altKey ? 'pan' : 'tool';
    case 'slicer': return shiftKey ? 'pan' : altKey ? 'navigate' : 'tool';
  }
}

/** Whether all views follow the pointer although no button is down. */
export function hoverLeads(scheme: MouseScheme, { shiftKey }: Pick<MousePress, 'shiftKey'>): boolean {
  return scheme === 'slicer' && shiftKey;
}

/** Whether a click that drags nothing opens the menu. */
export function opensMenu(press: MousePress, meaning: PressMeaning | null): boolean {
  return press.button === buttons.right && (meaning === 'zoom' || meaning === 'menu');
}
