/** What reviewers say of a person's own slices. */
export const returned = {
  reviewedSlices: '{n} reviewed',
  returnedSlices: '{n} returned',
  title: 'Remarks on your slices',
  show: 'One open remark on your slices | {n} open remarks on your slices',
  close: 'Close the remarks',
  none: 'There is no open remark: nothing waits to be changed by you.',
} as const;
