/** The palette: everything that can be done, found by its name. */
export const palette = {
  title: 'Command palette',
  find: 'Type a command, or the name of a case, label or project',
  list: 'Commands',
  none: 'No match. Try another word, or the name of a case.',
  found: 'Nothing found | 1 result | {n} results',
  kinds: { command: 'Command', case: 'Case', label: 'Label', project: 'Project', setting: 'Setting' },
  why: {
    noCase: 'Open a case first.',
    readOnly: 'This project is read only.',
    nothingToUndo: 'There is nothing to undo.',
    nothingToRedo: 'There is nothing to redo.',
    noLine: 'There is no line to close and no preview to apply.',
    onlyReview: 'Only on the Review page.',
    reviewing: 'Reviewing changes no labels: return the slice with a pin instead.',
    onlyDrawing: 'Only while you draw with the keyboard.',
    noPrediction: 'This case has no prediction yet.',
    noModel: 'Train a model first.',
    blind: 'You read this case without seeing what others or a model made of it.',
    nothingToLeave: 'There is nothing to cancel.',
    noProject: 'Open a project first.',
  },
} as const;
