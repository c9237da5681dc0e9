/** The surfaces of labels as vtk.js draws them: an actor for each label in each brick, so that a stroke renews few. */
import vtkCellArray from '@kitware/vtk.js/Common/Core/CellArray';
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData';
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor';
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper';
import vtkProperty from '@kitware/vtk.js/Rendering/Core/Property';
import type vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer';
import type { LabelSurface } from '#shared/regions/surface.ts';
import { rgb } from './volume-presets.ts';
import type { SurfaceLabels, SurfaceStyle } from './volume-view.ts';

export interface SurfaceLayer {
  hasBrick(brick: number): boolean;
  setBrick(brick: number, surfaces: readonly LabelSurface[]): void;
  setLook(table: SurfaceLabels, style: SurfaceStyle): void;
  dispose(): void;
}

interface DrawnSurface {
  readonly label: number;
  readonly actor: vtkActor;
  remove(): void;
}

export function createSurfaceLayer(renderer: vtkRenderer): SurfaceLayer {
  const bricks = new Map<number, readonly DrawnSurface[]>();
  /** One a label, shared by its actors: a change of colour touches nothing else. */
  const looks = new Map<number, { readonly property: vtkProperty; isShown: boolean }>();
  let table: SurfaceLabels = [];
  let style: SurfaceStyle = { labelsHidden: false, hiddenLabels: new Set(), opacity: 1 };

  const lookOf = (label: number): { readonly property: vtkProperty; isShown: boolean } => {
    const known = looks.get(label);
    if (known !== undefined) return known;
    const property = vtkProperty.newInstance({ ambient: 0.2, diffuse: 0.75, specular: 0.15, specularPower: 12 });
    // Where two labels touch, each has a surface: of the two only the one towards the eye is drawn.
    property.setBackfaceCulling(true);
    const look = { property, isShown: false };
    looks.set(label, look);
    paint(label, look);
    return look;
  };
  const paint = (label: number, look: { readonly property: vtkProperty; isShown: boolean }): void => {
    const entry = table.find(({ index }) => index === label);
    look.isShown = isSeen(entry, style);
    if (entry !== undefined) look.property.setColor(...rgb(entry.colour));
    look.property.setOpacity(style.opacity * (entry?.opacity ?? 1));
  };

  const draw = (surface: LabelSurface): DrawnSurface => {
    const { property, isShown } = lookOf(surface.label);
    const polygons = vtkCellArray.newInstance({ values: cellsOf(surface.triangles) });
    const normals = vtkDataArray.newInstance({ name: 'Normals', numberOfComponents: 3, values: surface.normals });
    const data = vtkPolyData.newInstance();
    data.getPoints().setData(surface.positions, 3);
    data.setPolys(polygons);
    data.getPointData().setNormals(normals);
    const mapper = vtkMapper.newInstance({ scalarVisibility: false });
    mapper.setInputData(data);
    const actor = vtkActor.newInstance();
    actor.setMapper(mapper);
    actor.setProperty(property);
    actor.setVisibility(isShown);
    renderer.addActor(actor);
    return {
      label: surface.label,
      actor,
      remove() {
        renderer.removeActor(actor);
        for (const object of [actor, mapper, data, polygons, normals]) object.delete();
      },
    };
  };

  return {
    hasBrick: (brick) => bricks.has(brick),
    setBrick(brick, surfaces) {
      for (const drawn of bricks.get(brick) ?? []) drawn.remove();
      if (surfaces.length === 0) bricks.delete(brick);
      else bricks.set(brick, surfaces.map(draw));
    },
    setLook(nextTable, nextStyle) {
      table = nextTable;
      style = nextStyle;
      for (const [label, look] of looks) paint(label, look);
      for (const drawn of [...bricks.values()].flat()) drawn.actor.setVisibility(lookOf(drawn.label).isShown);
    },
    dispose() {
      for (const drawn of [...bricks.values()].flat()) drawn.remove();
      bricks.clear();
      for (const { property } of looks.values()) property.delete();
      looks.clear();
    },
  };
}

/** Whether a label's surfaces are drawn, and can be picked. @param entry undefined where it is not in the table */
export function isSeen(entry: SurfaceLabels[number] | undefined, { labelsHidden, hiddenLabels, opacity }: SurfaceStyle): boolean {
  if (entry === undefined || labelsHidden || hiddenLabels.has(entry.index) || entry.visibleIn3d === false) return false;
  return opacity * (entry.opacity ?? 1) > 0;
}

/** As vtk.js wants triangles: each with its number of corners before it. */
function cellsOf(triangles: Uint32Array): Uint32Array {
  const cells = new Uint32Array((triangles.length / 3) * 4);
  for (let from = 0, to = 0; from < triangles.length; from += 3, to += 4) {
    cells[to] = 3;
    cells[to + 1] = triangles[from]!;
    cells[to + 2] = triangles[from + 1]!;
    cells[to + 3] = triangles[from + 2]!;
  }
  return cells;
}
