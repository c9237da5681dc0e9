/** What people write on a case. */
export const notes = {
  title: 'Note on {name}',
  text: 'Note',
  hint: 'What whoever opens this case should know',
  save: 'Save',
  earlier: 'Earlier texts',
  by: '{annotator}, {time}',
  takenAway: 'The note was taken away.',
  write: 'Write a note on {name}',
  edit: 'Change the note on {name}',
  none: 'Note…',
} as const;
