/** Names of the ways in which a volume is rendered; what each looks like is the viewer's business. Those for CT are in Hounsfield units. */
export const renderingPresets = ['ct-bone', 'ct-soft-tissue', 'ct-lung', 'ct-vessels', 'mr', 'mip'] as const;
export type RenderingPreset = (typeof renderingPresets)[number];

/** What an image of this modality can be rendered as, the usual one first: Hounsfield units mean nothing elsewhere. */
export function presetsFor(modality: string): readonly RenderingPreset[] {
  return modality === 'ct' ? renderingPresets.filter((name) => name !== 'mr') : ['mr', 'mip'];
}
