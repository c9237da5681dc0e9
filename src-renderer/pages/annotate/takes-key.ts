/** Whether what has the focus needs the key itself: text in a field, arrows on a slider, Space on a button. */
export function takesKey(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) return false;
  if (target.closest('[role=dialog], [role=menu]') !== null) return true;
  // A list is moved through by letters and arrows; what is pressed with Ctrl, as undo is, is about the whole page.
  if (target.closest('[role=listbox]') !== null) return !event.ctrlKey && !event.metaKey;
  const field = target.closest('input, textarea, select, [contenteditable=true]');
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return event.key === ' ';
  if (field instanceof HTMLInputElement && field.type === 'radio') return event.key === ' ' || isArrow(event.key);
  if (field instanceof HTMLInputElement && field.type === 'range') return isArrow(event.key);
  if (field instanceof HTMLInputElement && field.type === 'color') return isArrow(event.key) || event.key === ' ' || event.key === 'Enter';
  if (field !== null) return true;
  if (target.closest('[role=slider]') !== null) return isArrow(event.key);
  return target.closest('button, a[href], [role=button]') !== null && (event.key === ' ' || event.key === 'Enter');
}

/** A button was clicked with the pointer: the keys are the picture's again, so that Space marks a slice and does not press once more. */
export function isButtonPointedAt(event: MouseEvent): boolean {
  return event.detail > 0 && event.target instanceof Element && event.target.closest('button') !== null;
}

function isArrow(key: string): boolean {
  return /^(Arrow|Page|Home$|End$)/.test(key);
}
