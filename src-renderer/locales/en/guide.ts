/** The first steps on the example project; each ticks itself off when it was done. */
export const guide = {
  title: 'First steps',
  place: '{done} of {all}',
  all: 'All steps',
  close: 'Close the first steps; the menu of the project opens them again',
  open: 'First steps',
  done: 'done',
  next: 'Next',
  finished: 'That was all of it: from looking to a finished mask. Now import images of your own.',
  steps: {
    look: { title: 'Look around', how: 'Open a case on Annotate and turn the wheel over the image, or press {keys}.' },
    label: { title: 'Choose a label', how: 'Click another label at the right, or press its number.' },
    paint: { title: 'Paint', how: 'Take the brush ({keys}) and drag over an organ with the left button. {undo} takes it back.' },
    complete: { title: 'Mark a slice complete', how: 'When everything on a slice is labelled, press {keys}: only complete slices teach.' },
    train: { title: 'Train a model', how: 'On Train press the button Train; a few minutes are enough here.' },
    accept: { title: 'Accept a prediction', how: 'Open a case that is not labelled, press Predict this case, look, and accept a slice with {keys}.' },
    export: { title: 'Export', how: 'On Export write the masks as files.' },
  },
} as const;
