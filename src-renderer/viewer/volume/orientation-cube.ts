/** A small cube in a corner of the view that says which way the patient lies; a click on a face looks from there. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { rightOf, standardViews, viewDirections, type OrbitCamera, type StandardView } from './orbit-camera.ts';
import { dot } from './vector.ts';

export interface OrientationCube {
  show(camera: OrbitCamera): void;
  hide(): void;
  dispose(): void;
}

const halfPx = 17;
const letters: Readonly<Record<StandardView, string>> = { anterior: 'A', posterior: 'P', left: 'L', right: 'R', superior: 'S', inferior: 'I' };

/**
 * Where a face lies on the screen, from the cube's middle: the columns of its 4×4 matrix; null where it is turned away.
 * A face bears its letter upright as seen from its own side.
 */
export function cubeFace(camera: OrbitCamera, view: StandardView, half: number = halfPx): readonly number[] | null {
  const own = viewDirections[view];
  if (dot(own.towardsEye, camera.towardsEye) <= 0.02) return null;
  const right = rightOf(camera);
  const onScreen = (direction: Vec3): Vec3 => [dot(right, direction), -dot(camera.up, direction), dot(camera.towardsEye, direction)];
  const [x, y, z] = [onScreen(rightOf(own)), onScreen(own.up), onScreen(own.towardsEye)];
  return [...x, 0, -y[0], -y[1], -y[2], 0, ...z, 0, z[0] * half, z[1] * half, z[2] * half, 1];
}

export function createOrientationCube(container: HTMLElement, chosen: (view: StandardView) => void): OrientationCube {
  const place = document.createElement('div');
  // Keys turn the view as well; who listens instead of looking has no use for the letters.
  place.setAttribute('aria-hidden', 'true');
  Object.assign(place.style, { position: 'absolute', right: '34px', bottom: '34px', width: '0', height: '0', display: 'none', userSelect: 'none' });
  const faces = standardViews.map((view) => {
    const face = document.createElement('div');
    face.textContent = letters[view];
    Object.assign(face.style, {
      position: 'absolute', left: `${-halfPx}px`, top: `${-halfPx}px`, width: `${2 * halfPx}px`, height: `${2 * halfPx}px`, boxSizing: 'border-box',
      border: '1px solid #9a9a9a', background: '#2e2e2e', color: '#e6e6e6', font: `600 18px/${2 * halfPx - 2}px system-ui, sans-serif`, textAlign: 'center', cursor: 'pointer',
    });
    // The view below must not take it for the beginning of a turn.
    face.addEventListener('pointerdown', (event) => event.stopPropagation());
    face.addEventListener('click', () => chosen(view));
    place.append(face);
    return { view, face };
  });
  container.append(place);
  return {
    show(camera) {
      place.style.display = '';
      for (const { view, face } of faces) {
        const matrix = cubeFace(camera, view);
        face.style.display = matrix === null ? 'none' : '';
        if (matrix === null) continue;
        face.style.transform = `matrix3d(${matrix.map((value) => value.toFixed(4)).join()})`;
        // The more it faces the eye, the brighter.
        face.style.filter = `brightness(${(0.7 + 0.5 * matrix[10]!).toFixed(3)})`;
      }
    },
    hide() {
      place.style.display = 'none';
    },
    dispose: () => place.remove(),
  };
}
