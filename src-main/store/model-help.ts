/** With which model's help an edit was made, and as it stands in its row. */

/** A model, and its edit that wrote the prediction; null where it predicted nothing. */
export interface NamedHelp {
  readonly model: string;
  readonly prediction: string | null;
}

/** With what the model was called then: in another copy of the project it may be unknown. */
export interface ModelHelp extends NamedHelp {
  readonly name: string;
}

export function helpOf(text: string | null): ModelHelp | null {
  return text === null ? null : JSON.parse(text) as ModelHelp;
}

/** Always in one order: it is hashed as it is written. */
export function helpText({ model, name, prediction }: ModelHelp): string {
  return JSON.stringify({ model, name, prediction });
}
