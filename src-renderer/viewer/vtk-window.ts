/** What every picture that vtk.js draws begins and ends with: a canvas, its context, a renderer. */
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkRenderWindow from '@kitware/vtk.js/Rendering/Core/RenderWindow';
import vtkOpenGLRenderWindow from '@kitware/vtk.js/Rendering/OpenGL/RenderWindow';

export interface VtkWindow {
  readonly canvas: HTMLCanvasElement;
  readonly context: WebGL2RenderingContext;
  readonly renderer: vtkRenderer;
  readonly renderWindow: vtkRenderWindow;
  readonly glWindow: vtkOpenGLRenderWindow;
  /** To be called when everything that was drawn is removed. */
  readonly close: () => void;
}

/**
 * @param container gets the canvas as its last element
 * @param antialias whether edges are smoothed: four samples a pixel
 * @throws Error where the browser gives no WebGL 2
 */
export function openVtkWindow(container: HTMLElement, antialias: boolean): VtkWindow {
  const renderWindow = vtkRenderWindow.newInstance();
  const renderer = vtkRenderer.newInstance({ background: [0.07, 0.07, 0.07] });
  renderWindow.addRenderer(renderer);
  const glWindow = vtkOpenGLRenderWindow.newInstance();
  renderWindow.addView(glWindow);
  glWindow.setContainer(container);
  const canvas = glWindow.getCanvas() as HTMLCanvasElement;
  // Asked for before vtk.js does, which then gets this one.
  const context = canvas.getContext('webgl2', { alpha: false, antialias, stencil: false });
  if (context === null) throw new Error('this browser gives no WebGL 2');
  return {
    canvas,
    context,
    renderer,
    renderWindow,
    glWindow,
    close() {
      renderWindow.removeRenderer(renderer);
      renderWindow.removeView(glWindow);
      glWindow.setContainer(null);
      for (const object of [renderer, glWindow, renderWindow]) object.delete();
      // Browsers allow few contexts and collect them late.
      context.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
