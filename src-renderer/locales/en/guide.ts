/** The first steps on the example project; each ticks itself off when it was done. */
export const guide = {
  title: 'First steps',
  place: '{done} of {all}',
  all: 'All steps',
  close: 'Close the first steps; the project menu opens them again',
  open: 'First steps',
  done: 'done',
  next: 'Next',
  finished: 'All done, from the first look to a finished mask. Now import images of your own.',
  steps: {
    look: { title: 'Look around', how: 'Open a case on the Annotate page and scroll over the image, or press {keys}.' },
    label: { title: 'Choose a label', how: 'Click another label on the right, or press its number.' },
    paint: { title: 'Paint', how: 'Choose the brush ({keys}) and drag over an organ with the left button. {undo} undoes it.' },
    complete: { title: 'Mark a slice complete', how: 'When everything on a slice is labelled, press {keys}: only complete slices are used for training.' },
    train: { title: 'Train a model', how: 'On the Train page, press Train; a few minutes are enough here.' },
    accept: { title: 'Accept a prediction', how: 'Open a case that is not labelled, press “Predict this case”, look, and accept a slice with {keys}.' },
    export: { title: 'Export', how: 'On the Export page, write the masks to files.' },
  },
} as const;
