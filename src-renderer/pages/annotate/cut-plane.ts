/** The open case on the free plane: greys and labels as a volume of one slice, cut anew where something changed. */
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { freePlane, freePlaneSize, offsetsWithin, planeDirections, type PlaneDirections } from '#shared/voxels/free-plane.ts';
import { cutLinear, cutNearest, type PatientPlane } from '#shared/voxels/resample-plane.ts';
import type { useFreePlane } from '../../stores/free-plane.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import { labelsShown } from './labels-shown.ts';
import type { OpenCase } from './open-case.ts';

export interface CutPlane {
  /** Stays the same object, and its voxels the same array: what it shows is cut into it. */
  readonly viewed: ViewedImage;
  readonly labels: Uint8Array;
  /** Where its pixels lie in the patient now. */
  readonly plane: () => PatientPlane;
  /** Cuts where the plane lies now. */
  cut(position: Vec3): void;
  /** The same, of what is drawn alone. */
  cutLabels(): void;
  /** What other labels of the same grid are there; the same array each time. */
  nearest(labels: Uint8Array): Uint8Array;
  /** The same of a map, in an array of its own. */
  nearestOfMap(map: Uint8Array): Uint8Array;
  /** What another image shows there; another object each time, as its voxels are others. */
  laidOver(image: ViewedImage): ViewedImage;
}

type FreePlane = Pick<ReturnType<typeof useFreePlane>, 'axis' | 'tiltDegrees' | 'turnDegrees' | 'offsetMm'>;

export function freeDirections({ viewed, planes }: OpenCase, free: FreePlane): PlaneDirections {
  return planeDirections(viewed.geometry, planes[free.axis], free);
}

/** The nearest distance from the shared place at which the plane still cuts the image. */
export function heldOffsetMm(open: OpenCase, free: FreePlane, position: Vec3, offsetMm: number): number {
  const { geometry } = open.viewed;
  const { least, most } = offsetsWithin(geometry, freeDirections(open, free), indexToWorld(geometry.affine, position));
  return Math.min(Math.max(offsetMm, least), most);
}

/** @param shown of what image the greys are */
export function createCutPlane(open: OpenCase, free: FreePlane, shown: () => ViewedImage): CutPlane {
  const { geometry } = open.viewed;
  const { pixels, pixelMm } = freePlaneSize(geometry);
  const voxels = new Float32Array(pixels * pixels);
  const labels = new Uint8Array(pixels * pixels);
  const others = new Uint8Array(pixels * pixels);
  const over = new Float32Array(pixels * pixels);
  let map: Uint8Array | null = null;
  const planeAt = (position: Vec3): PatientPlane => freePlane(geometry, freeDirections(open, free), indexToWorld(geometry.affine, position), free.offsetMm);
  let plane = planeAt([0, 0, 0]);
  const cutLabels = (): void => cutNearest(labelsShown(open), geometry, plane, labels);
  const viewed: ViewedImage = {
    voxels, slope: 1, intercept: 0,
    geometry: { size: [pixels, pixels, 1], affine: [pixelMm, 0, 0, 0, 0, pixelMm, 0, 0, 0, 0, pixelMm, 0] },
    // Its columns and rows are the screen's.
    orientationKnown: false,
  };
  return {
    viewed,
    labels,
    plane: () => plane,
    cut(position) {
      plane = planeAt(position);
      cutLinear(shown(), plane, voxels);
      cutLabels();
    },
    cutLabels,
    nearest(given) {
      cutNearest(given, geometry, plane, others);
      return others;
    },
    nearestOfMap(given) {
      map ??= new Uint8Array(pixels * pixels);
      cutNearest(given, geometry, plane, map);
      return map;
    },
    laidOver(image) {
      cutLinear(image, plane, over);
      return { ...viewed, voxels: over };
    },
  };
}
