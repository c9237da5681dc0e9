let known: boolean | null = null;

/** Whether the browser draws without a graphics card: then smooth edges would cost four times the pixels. Asked once. */
export function drawsInSoftware(): boolean {
  if (known !== null) return known;
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const names = context?.getExtension('WEBGL_debug_renderer_info');
  known = context != null && names != null && /swiftshader|llvmpipe|software|basic render/i.test(String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)));
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return known;
}
