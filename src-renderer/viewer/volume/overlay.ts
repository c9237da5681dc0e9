/**
 * What is laid over the 3D picture as lines: the cross through a marked place, the edges of slices, the cropping box with its
 * handles, a line drawn by hand. Drawn by the browser, so that none asks the graphics card for a new picture.
 */
import type { Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { Path } from '#shared/regions/slice.ts';
import type { ViewSize } from '../view-transform.ts';
import { seenAt, type OrbitCamera } from './orbit-camera.ts';
import { boxEdges, boxFaces, cornersMm, faceCentreMm, withFaceMoved } from './volume-bounds.ts';
import { crossEnds, sliceEdges, voxelsDragged } from './overlay-geometry.ts';

export interface Overlay {
  show(seen: { readonly camera: OrbitCamera; readonly view: ViewSize; readonly geometry: VolumeGeometry } | null): void;
  setPoint(placeMm: Vec3 | null): void;
  setSlices(voxel: Vec3 | null): void;
  /** CSS pixels of the view. */
  setLasso(line: Path | null): void;
  setBox(box: VoxelBox | null, dragged: ((box: VoxelBox) => void) | null): void;
  dispose(): void;
}

const accent = '#4c9aff';
const svg = 'http://www.w3.org/2000/svg';

export function createOverlay(container: HTMLElement): Overlay {
  const root = document.createElementNS(svg, 'svg');
  root.setAttribute('aria-hidden', 'true');
  Object.assign(root.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none' });
  const add = <Name extends 'path' | 'circle'>(name: Name, attributes: Readonly<Record<string, string>>): SVGElementTagNameMap[Name] => {
    const element = document.createElementNS<Name>(svg, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    root.append(element);
    return element;
  };
  const boxLines = add('path', { fill: 'none', stroke: '#9a9a9a', 'stroke-width': '1' });
  const sliceLines = add('path', { fill: 'none', stroke: '#9a9a9a', 'stroke-width': '1', 'data-slices': '' });
  const crossLines = add('path', { fill: 'none', stroke: accent, 'stroke-width': '1' });
  const lassoLine = add('path', { fill: 'rgb(76 154 255 / 15%)', stroke: accent, 'stroke-width': '1.5', 'stroke-dasharray': '5 3', 'fill-rule': 'evenodd' });
  const dot = add('circle', { r: '3', fill: accent });
  const handles = boxFaces.map((face) => {
    const handle = add('circle', { r: '6', fill: '#1c1c1c', stroke: '#e6e6e6', 'stroke-width': '1.5' });
    handle.style.pointerEvents = 'auto';
    handle.style.cursor = 'grab';
    return { face, handle };
  });
  container.append(root);

  let seen: Parameters<Overlay['show']>[0] = null;
  let point: Vec3 | null = null;
  let slices: Vec3 | null = null;
  let box: VoxelBox | null = null;
  let dragged: ((box: VoxelBox) => void) | null = null;

  const place = (): void => {
    root.style.display = seen === null ? 'none' : '';
    if (seen === null) return;
    const { camera, view, geometry } = seen;
    const at = (placeMm: Vec3): { readonly x: number; readonly y: number } | null => seenAt(camera, view, placeMm);
    const line = ([from, to]: readonly [Vec3, Vec3]): string => {
      const [a, b] = [at(from), at(to)];
      return a === null || b === null ? '' : `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
    };
    const corners = box === null || dragged === null ? [] : cornersMm(geometry.affine, box);
    boxLines.setAttribute('d', corners.length === 0 ? '' : boxEdges.map(([a, b]) => line([corners[a]!, corners[b]!])).join(''));
    for (const { face, handle } of handles) put(handle, box === null || dragged === null ? null : at(faceCentreMm(geometry.affine, box, face)));
    sliceLines.setAttribute('d', slices === null ? '' : sliceEdges(geometry, slices).map(line).join(''));
    crossLines.setAttribute('d', point === null ? '' : crossEnds(geometry, point).map(line).join(''));
    put(dot, point === null ? null : at(point));
  };

  for (const { face, handle } of handles) {
    let grip: { readonly box: VoxelBox; readonly x: number; readonly y: number } | null = null;
    handle.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || box === null) return;
      // The view below must not turn meanwhile.
      event.stopPropagation();
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      grip = { box, x: event.clientX, y: event.clientY };
    });
    handle.addEventListener('pointermove', (event) => {
      if (grip === null || seen === null) return;
      const { camera, view, geometry } = seen;
      const voxels = voxelsDragged(camera, view, geometry.affine, grip.box, face, event.clientX - grip.x, event.clientY - grip.y);
      dragged?.(withFaceMoved(grip.box, face, voxels, geometry.size));
    });
    for (const end of ['pointerup', 'pointercancel'] as const) handle.addEventListener(end, () => { grip = null; });
  }

  return {
    show(next) {
      seen = next;
      place();
    },
    setPoint(next) {
      point = next;
      place();
    },
    setSlices(next) {
      slices = next;
      place();
    },
    setLasso(next) {
      const points = Array.from({ length: (next?.length ?? 0) / 2 }, (_, at) => `${next![2 * at]!.toFixed(1)} ${next![2 * at + 1]!.toFixed(1)}`);
      lassoLine.setAttribute('d', points.length < 2 ? '' : `M${points.join('L')}Z`);
    },
    setBox(next, listener) {
      box = next;
      dragged = listener;
      place();
    },
    dispose: () => root.remove(),
  };
}

function put(circle: SVGCircleElement, at: { readonly x: number; readonly y: number } | null): void {
  circle.style.display = at === null ? 'none' : '';
  if (at === null) return;
  circle.setAttribute('cx', at.x.toFixed(1));
  circle.setAttribute('cy', at.y.toFixed(1));
}
