/** What people write on a case. */
export const notes = {
  title: 'Note on {name}',
  text: 'Note',
  hint: 'What anyone who opens this case should know',
  save: 'Save',
  earlier: 'Earlier versions',
  by: '{annotator}, {time}',
  takenAway: 'The note was removed.',
  write: 'Write a note on {name}',
  edit: 'Edit the note on {name}',
} as const;
