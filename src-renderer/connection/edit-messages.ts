/** Between the page and the thread that holds its socket. */
export type ToEditThread =
  | { readonly kind: 'open'; readonly address: string; readonly protocols: readonly string[] }
  | { readonly kind: 'say'; readonly text: string };

export type FromEditThread =
  | { readonly kind: 'opened' }
  | { readonly kind: 'heard'; readonly text: string }
  /** Nothing more is said or heard until it is opened again. */
  | { readonly kind: 'closed' };
