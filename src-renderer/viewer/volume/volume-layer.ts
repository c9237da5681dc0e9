/** The volume as vtk.js draws it: an 8-bit copy, seen through opacities and colours, cropped to a box. */
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkImageData from '@kitware/vtk.js/Common/DataModel/ImageData';
import vtkPiecewiseFunction from '@kitware/vtk.js/Common/DataModel/PiecewiseFunction';
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction';
import type vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import vtkVolume from '@kitware/vtk.js/Rendering/Core/Volume';
import vtkVolumeMapper from '@kitware/vtk.js/Rendering/Core/VolumeMapper';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { unitLayerMm } from './pick-volume.ts';
import type { ReducedVolume } from './reduced-volume.ts';
import { boxFaces, facePlane } from './volume-bounds.ts';
import type { ResolvedPreset } from './volume-presets.ts';

export interface VolumeLayer {
  readonly isShown: boolean;
  show(volume: ReducedVolume, preset: ResolvedPreset): void;
  hide(): void;
  /** @param affine of the voxels that the box counts */
  setCropping(box: VoxelBox | null, affine: Affine): void;
  /** @param pixels so many of the screen along each side share a ray */
  setCoarseness(pixels: number): void;
  dispose(): void;
}

export function createVolumeLayer(renderer: vtkRenderer): VolumeLayer {
  const mapper = vtkVolumeMapper.newInstance({ autoAdjustSampleDistances: false, maximumSamplesPerRay: 2000 });
  const actor = vtkVolume.newInstance();
  actor.setMapper(mapper);
  const property = actor.getProperty();
  property.setInterpolationTypeToLinear();
  property.setAmbient(0.25);
  property.setDiffuse(0.8);
  property.setSpecular(0.15);
  property.setSpecularPower(12);
  const opacities = vtkPiecewiseFunction.newInstance();
  const colours = vtkColorTransferFunction.newInstance();
  property.setScalarOpacity(0, opacities);
  property.setRGBTransferFunction(0, colours);
  let image: vtkImageData | null = null;
  let scalars: vtkDataArray | null = null;
  let values: Uint8Array | null = null;

  const forget = (): void => {
    image?.delete();
    scalars?.delete();
    image = scalars = values = null;
  };

  return {
    get isShown() {
      return values !== null;
    },
    show(volume, preset) {
      if (values !== volume.values) {
        const [before, scalarsBefore] = [image, scalars];
        values = volume.values;
        scalars = vtkDataArray.newInstance({ name: 'greys', numberOfComponents: 1, values: volume.values });
        image = vtkImageData.newInstance();
        image.setDimensions(...volume.size);
        image.getPointData().setScalars(scalars);
        mapper.setInputData(image);
        before?.delete();
        scalarsBefore?.delete();
        // Voxels as units, and the whole affine as the actor's: it may be sheared or left-handed, which an image's own
        // spacing and directions cannot say.
        const [a, b, c, x, d, e, f, y, g, h, i, z] = volume.affine;
        actor.setUserMatrix([a, d, g, 0, b, e, h, 0, c, f, i, 0, x, y, z, 1]);
        const layer = unitLayerMm(volume);
        property.setScalarOpacityUnitDistance(0, layer);
        mapper.setSampleDistance(layer);
      }
      opacities.removeAllPoints();
      colours.removeAllPoints();
      for (const { value, opacity, colour } of preset.points) {
        opacities.addPoint(value, opacity);
        colours.addRGBPoint(value, ...colour);
      }
      if (preset.blending === 'largest') mapper.setBlendModeToMaximumIntensity();
      else mapper.setBlendModeToComposite();
      property.setShade(preset.blending === 'composite');
      if (!renderer.hasViewProp(actor)) renderer.addVolume(actor);
    },
    hide() {
      renderer.removeVolume(actor);
      forget();
    },
    setCropping(box, affine) {
      mapper.removeAllClippingPlanes();
      if (box === null) return;
      for (const face of boxFaces) {
        const { originMm, normal } = facePlane(affine, box, face);
        mapper.addClippingPlane(vtkPlane.newInstance({ origin: [...originMm], normal: [...normal] }));
      }
    },
    setCoarseness: (pixels) => void mapper.setImageSampleDistance(pixels),
    dispose() {
      renderer.removeVolume(actor);
      forget();
      for (const object of [actor, mapper, opacities, colours]) object.delete();
    },
  };
}
