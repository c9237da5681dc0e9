/** Menus of the right button, and what the buttons of the mouse do. */
export const menus = {
  ofPicture: 'Image',
  ofCase: 'Case {name}',
  ofModel: 'Model {name}',
  drawWith: 'Draw with {name}',
  hideLabel: 'Hide {name}',
  lockLabel: 'Lock {name}',
  unlockLabel: 'Unlock {name}',
  moveHere: 'Move all views here',
  openCase: 'Open',
  predictCase: 'Predict',
  removeCase: 'Remove…',
  useModel: 'Use this model',
  showModel: 'Show its figures',
  inUse: 'It is in use.',
  mouse: {
    title: 'Mouse',
    schemes: { lamina: 'Lamina', 'itk-snap': 'As in ITK-SNAP', slicer: 'As in 3D Slicer' },
    does: {
      lamina: 'Left draws, right erases, middle or Ctrl+left pans, Alt+left moves all views to the pointer.',
      'itk-snap': 'Left draws; right erases or, with the crosshair, zooms; middle or Alt+left pans, Ctrl+left zooms.',
      slicer: 'Left draws, right drag zooms, right click opens the menu, middle or Shift+left pans, Shift and moving moves all views to the pointer.',
    },
  },
} as const;
