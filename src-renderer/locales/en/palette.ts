/** The palette: everything that can be done, found by its name. */
export const palette = {
  title: 'Command palette',
  find: 'Type what to do, or the name of a case, a label, a project',
  list: 'Commands',
  none: 'Nothing is called so. Try another word, or the name of a case.',
  found: 'nothing found | 1 result | {n} results',
  kinds: { command: 'Command', case: 'Case', label: 'Label', project: 'Project', setting: 'Setting' },
  why: {
    noCase: 'Open a case first.',
    readOnly: 'This project is read only.',
    nothingToUndo: 'There is nothing to undo.',
    nothingToRedo: 'There is nothing to redo.',
    noLine: 'No line is being drawn.',
    onlyDrawing: 'Only while you draw with the keyboard.',
    noPrediction: 'This case has no prediction yet.',
    noModel: 'Train a model first.',
    nothingToLeave: 'There is nothing to give up.',
    noProject: 'Open a project first.',
  },
} as const;
