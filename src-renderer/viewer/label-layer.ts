/**
 * Draws labels, prediction and a heat map above the grey slice on a canvas of its own: a stroke uploads and redraws the touched
 * rectangle, nothing more. What shows the model's mind has a program of its own, so that whoever does not look at it pays nothing for it.
 */
import type { SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { PixelRectangle } from '#shared/voxels/slice-pixels.ts';
import { createExactTexture, linkProgram } from './gl-program.ts';
import { fragmentShader, insightShader, vertexShader } from './label-shader.ts';
import type { KeptLayer } from './kept-layers.ts';
import { screenPart, type ScreenToSlice } from './screen-part.ts';
import type { LabelStyle } from './slice-view.ts';
import type { ViewTransform } from './view-transform.ts';

export const overlaySlices = ['labels', 'prediction', 'heat'] as const;
export type OverlaySlice = (typeof overlaySlices)[number];

export interface LabelLayer extends KeptLayer {
  readonly canvas: HTMLCanvasElement;
  /** A whole slice; null: nothing is drawn of it. */
  setSlice(which: OverlaySlice, pixels: Uint8Array | null, plane: SlicePlane): void;
  /** Part of the slice that was set. @param pixels the rectangle's, row by row */
  updateSlice(which: OverlaySlice, rectangle: PixelRectangle, pixels: Uint8Array): void;
  /** 256 × RGBA */
  setPalette(palette: Uint8Array): void;
  /** 256 × RGBA, by value of the heat map */
  setHeatColours(palette: Uint8Array): void;
  setSize(deviceWidth: number, deviceHeight: number): void;
  /**
   * @param screenScale pixels of the screen per CSS pixel
   * @param part of the slice, which alone changed since the last time; null: everything may have
   */
  render(transform: ViewTransform, plane: SlicePlane, style: LabelStyle, screenScale: number, part: PixelRectangle | null): void;
  clear(): void;
}

const units = { labels: 0, prediction: 1, palette: 2, heat: 3, heatColours: 4 } as const;
const outlineCssPixels = 1.5;

/** @throws Error where the browser gives no WebGL 2 */
export function createLabelLayer(container: HTMLElement): LabelLayer {
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none' });
  // The picture is kept, so that a stroke need draw again only what it touched: where no graphics card is, most of a frame's time.
  const gl = canvas.getContext('webgl2', {
    alpha: true, premultipliedAlpha: true, antialias: false, depth: false, stencil: false, preserveDrawingBuffer: true,
  });
  if (gl === null) throw new Error('this browser gives no WebGL 2');
  container.append(canvas);

  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  for (const unit of Object.values(units)) {
    gl.activeTexture(gl.TEXTURE0 + unit);
    createExactTexture(gl);
  }
  const plain = linkLabels(gl, fragmentShader);
  /** Made when it is first needed. */
  let insight: LabelProgram | null = null;
  let used: LabelProgram | null = null;
  const present: Record<OverlaySlice, boolean> = { labels: false, prediction: false, heat: false };
  const setColours = (unit: number, colours: Uint8Array): void => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
  };

  return {
    canvas,
    setSlice(which, pixels, { right, down }) {
      present[which] = pixels !== null;
      if (pixels === null) return;
      gl.activeTexture(gl.TEXTURE0 + units[which]);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, right.count, down.count, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, pixels);
    },
    updateSlice(which, { column, row, width, height }, pixels) {
      if (!present[which]) return;
      gl.activeTexture(gl.TEXTURE0 + units[which]);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, column, row, width, height, gl.RED_INTEGER, gl.UNSIGNED_BYTE, pixels);
    },
    setPalette: (palette) => setColours(units.palette, palette),
    setHeatColours: (palette) => setColours(units.heatColours, palette),
    setSize(deviceWidth, deviceHeight) {
      canvas.width = deviceWidth;
      canvas.height = deviceHeight;
    },
    render({ centreXMm, centreYMm, pixelsPerMm }, { right, down }, style, screenScale, part) {
      const devicePixelsPerMm = pixelsPerMm * screenScale;
      const seen: ScreenToSlice = {
        width: canvas.width,
        height: canvas.height,
        middle: [centreXMm / right.spacingMm, centreYMm / down.spacingMm],
        step: [1 / (right.spacingMm * devicePixelsPerMm), 1 / (down.spacingMm * devicePixelsPerMm)],
      };
      const outlineWidth = Math.max(1, Math.round(outlineCssPixels * screenScale));
      const showsHeat = present.heat && !style.labelsHidden;
      const showsDifference = style.differenceShown === true && present.labels && present.prediction && !style.labelsHidden;
      const program = showsHeat || showsDifference ? insight ??= linkLabels(gl, insightShader) : plain;
      if (program !== used) gl.useProgram(program.program);
      used = program;
      const { uniforms } = program;
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.uniform2f(uniforms.viewSize, canvas.width, canvas.height);
      gl.uniform2i(uniforms.sliceSize, right.count, down.count);
      gl.uniform2f(uniforms.pixelStep, ...seen.step);
      gl.uniform2f(uniforms.middle, ...seen.middle);
      gl.uniform1f(uniforms.fillOpacity, style.opacity);
      gl.uniform1f(uniforms.outlineWidth, outlineWidth);
      gl.uniform1f(uniforms.screenScale, screenScale);
      gl.uniform1i(uniforms.showsLabels, Number(present.labels && !style.labelsHidden));
      gl.uniform1i(uniforms.showsPrediction, Number(present.prediction && !style.predictionHidden));
      gl.uniform1i(uniforms.drawsFill, Number(style.drawing === 'fill'));
      gl.uniform1i(uniforms.showsHeat, Number(showsHeat));
      gl.uniform1i(uniforms.showsDifference, Number(showsDifference));
      if (part !== null) {
        const { left, bottom, width, height } = screenPart(part, seen, outlineWidth);
        gl.enable(gl.SCISSOR_TEST);
        gl.scissor(left, bottom, width, height);
      }
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.disable(gl.SCISSOR_TEST);
    },
    clear() {
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
    },
    isLost: () => gl.isContextLost(),
    setAside() {
      present.labels = present.prediction = present.heat = false;
      // Takes the last picture away.
      canvas.width = canvas.height = 1;
      canvas.remove();
    },
    showIn: (next) => next.append(canvas),
    dispose() {
      canvas.remove();
      // Ends the context with all that it holds; browsers allow few and collect them late.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

type UniformName = 'viewSize' | 'sliceSize' | 'pixelStep' | 'middle' | 'fillOpacity' | 'outlineWidth' | 'screenScale'
  | 'showsLabels' | 'showsPrediction' | 'drawsFill' | 'showsHeat' | 'showsDifference';

interface LabelProgram {
  readonly program: WebGLProgram;
  /** Null: not of this program; what is set there is set nowhere. */
  readonly uniforms: Readonly<Record<UniformName, WebGLUniformLocation | null>>;
}

function linkLabels(gl: WebGL2RenderingContext, source: string): LabelProgram {
  const program = linkProgram(gl, vertexShader, source);
  gl.useProgram(program);
  const place = (name: UniformName | keyof typeof units): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  for (const [name, unit] of Object.entries(units)) gl.uniform1i(place(name as keyof typeof units), unit);
  return {
    program,
    uniforms: {
      viewSize: place('viewSize'), sliceSize: place('sliceSize'), pixelStep: place('pixelStep'), middle: place('middle'),
      fillOpacity: place('fillOpacity'), outlineWidth: place('outlineWidth'), screenScale: place('screenScale'),
      showsLabels: place('showsLabels'), showsPrediction: place('showsPrediction'), drawsFill: place('drawsFill'),
      showsHeat: place('showsHeat'), showsDifference: place('showsDifference'),
    },
  };
}
