/** With which model's help an edit was made. */
export const helpOfModels = `
-- JSON of ModelHelp: the model, what it was called then, and which edit of it was painted from; null: a person's own work.
ALTER TABLE edit ADD COLUMN helped TEXT;
`;
