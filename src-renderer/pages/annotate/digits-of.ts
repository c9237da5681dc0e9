/** Digits after the point that a grey value is shown with: whole numbers as they are, others with four that count. */
export function digitsOf(value: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return 0;
  const beforePoint = Math.floor(Math.log10(Math.abs(value))) + 1;
  // Smaller ones are nothing that an image holds on purpose.
  return Math.min(Math.max(4 - beforePoint, 1), 20);
}
