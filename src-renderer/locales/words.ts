/** The same tree of keys with a text at each end: what one language must have because another has it. */
export type Words<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Words<Tree[Key]> };
