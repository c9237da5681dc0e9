/** A page with one 3D view, the worker that makes its surfaces, and nothing else. */
import '../bare-view/page.css';
import { createVolumeView } from '../../../src-renderer/viewer/volume/create-volume-view.ts';
import { attachVolumeControls } from '../../../src-renderer/viewer/volume/volume-controls.ts';
import { createSurfaceBuilder } from '../../../src-renderer/workers/surface-builder.ts';

export const bareVolume = { createVolumeView, attachVolumeControls, createSurfaceBuilder, container: document.querySelector<HTMLElement>('#place')! };

Object.assign(globalThis, { bareVolume });
