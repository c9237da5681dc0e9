/** A page with one slice view and nothing else, for what is measured and looked at apart from the workstation. */
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import { createEditingSession } from '../../../src-renderer/editing/editing-session.ts';
import { createSliceView } from '../../../src-renderer/viewer/create-slice-view.ts';

export const bare = { createSliceView, createEditingSession, slicePlane, container: document.querySelector<HTMLElement>('#place')! };

Object.assign(globalThis, { bare });
