import type { OpenCase } from '../../pages/annotate/open-case.ts';
import type { OrbitCamera } from '../../viewer/volume/orbit-camera.ts';

/** From where an open case was looked at in 3D, so that another layout and back does not turn it. */
export const lastSeen = new WeakMap<OpenCase, OrbitCamera>();
