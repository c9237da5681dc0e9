import { describe, expect, it } from 'vitest';
import { hoverLeads, meaningOf, opensMenu, type MousePress, type MouseScheme, type PressMeaning } from '../../../src-renderer/editing/mouse-schemes.ts';

const press = (button: number, change: Partial<MousePress> = {}): MousePress => ({ button, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...change });
const [left, middle, right] = [0, 1, 2];
const [ctrl, alt, shift] = [{ ctrlKey: true }, { altKey: true }, { shiftKey: true }];

describe('what the buttons of the mouse mean', () => {
  it.each<[MouseScheme, string, MousePress, PressMeaning | null, PressMeaning | null]>([
    // With a tool that draws, and with one that does not.
    ['lamina', 'left', press(left), 'tool', 'tool'],
    ['lamina', 'right', press(right), 'second', 'menu'],
    ['lamina', 'Ctrl+right', press(right, ctrl), 'menu', 'menu'],
    ['lamina', 'middle', press(middle), 'pan', 'pan'],
    ['lamina', 'Ctrl+left', press(left, ctrl), 'pan', 'pan'],
    ['lamina', 'Alt+left', press(left, alt), 'navigate', 'navigate'],
    // CrosshairsInteractionMode: left the cursor, right zooms, middle pans, Ctrl+left for right, Alt+left for middle;
    // PaintbrushInteractionMode: left paints, right erases.
    ['itk-snap', 'left', press(left), 'tool', 'tool'],
    ['itk-snap', 'right', press(right), 'second', 'zoom'],
    ['itk-snap', 'middle', press(middle), 'pan', 'pan'],
    ['itk-snap', 'Ctrl+left', press(left, ctrl), 'zoom', 'zoom'],
    ['itk-snap', 'Alt+left', press(left, alt), 'pan', 'pan'],
    // The user guide: right drag zooms, middle drag and Shift+left drag pan.
    ['slicer', 'left', press(left), 'tool', 'tool'],
    ['slicer', 'right', press(right), 'zoom', 'zoom'],
    ['slicer', 'middle', press(middle), 'pan', 'pan'],
    ['slicer', 'Shift+left', press(left, shift), 'pan', 'pan'],
    ['slicer', 'back', press(3), null, null],
  ])('%s: %s', (scheme, _, pressed, drawing, looking) => {
    expect([meaningOf(scheme, pressed, true), meaningOf(scheme, pressed, false)]).toEqual([drawing, looking]);
  });

  it('a right click opens the menu where it erases nothing', () => {
    const opens = (scheme: MouseScheme, draws: boolean) => opensMenu(press(right), meaningOf(scheme, press(right), draws));
    expect([opens('lamina', true), opens('lamina', false)]).toEqual([false, true]);
    expect([opens('itk-snap', true), opens('itk-snap', false)]).toEqual([false, true]);
    expect([opens('slicer', true), opens('slicer', false)]).toEqual([true, true]);
    expect(opensMenu(press(left, ctrl), 'zoom')).toBe(false);
  });

  it('only where 3D Slicer’s hold does Shift lead all views without a button', () => {
    expect((['lamina', 'itk-snap', 'slicer'] as const).map((scheme) => hoverLeads(scheme, { shiftKey: true }))).toEqual([false, false, true]);
    expect(hoverLeads('slicer', { shiftKey: false })).toBe(false);
  });
});
