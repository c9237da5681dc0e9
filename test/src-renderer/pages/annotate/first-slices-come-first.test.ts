import { afterEach, expect, it, vi } from 'vitest';
import { aCase, aLabelmap } from '../../a-case.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));
vi.mock('../../../../src-renderer/connection/label-transport.ts', () => ({ createLabelTransport: () => ({ history: async () => [] }) }));
const { openCase } = await import('../../../../src-renderer/pages/annotate/open-case.ts');

afterEach(() => vi.unstubAllGlobals());

const perSlice = 512 * 512;
/** Of an image of so many slices of half a MiB; what is asked for, and answers with the byte 7 of the image and 2 of the labels. */
function opening(slices: number, firstSlice: number | null) {
  const asked: string[] = [];
  const pictures: (() => void)[] = [];
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('requestAnimationFrame', (picture: () => void) => pictures.push(picture));
  vi.stubGlobal('fetch', async (path: string, { headers }: { headers: Record<string, string> }) => {
    const isImage = path.startsWith('/volumes');
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '');
    asked.push(`${isImage ? 'image' : 'labels'} ${range === null ? 'whole' : 'slice'}`);
    return new Response(new Uint8Array(range === null ? slices * perSlice * (isImage ? 2 : 1) : Number(range[2]) - Number(range[1]) + 1).fill(isImage ? 7 : 2));
  });
  const info = aCase({ labelmaps: [aLabelmap()], images: [{ ...aCase().images[0]!, size: [512, 512, slices] }] });
  const labelmapId = info.labelmaps[0]!.id;
  const heads = [{ k: 0, tile: 0, edit: '00000000-0000-4000-8000-0000000000ee' }] as never;
  const opened = openCase({
    info, opened: Promise.resolve({ labelmapId, heads, completeSlices: [] }), predictionOf: { model: null }, readOnly: false, display: () => 'radiological',
    signal: new AbortController().signal, progress: () => undefined, firstSlice: async () => firstSlice,
  });
  return { opened, asked, draw: () => { for (const picture of pictures.splice(0)) picture(); } };
}

it('a large case is there with its first slice and its labels; the rest comes after it was drawn, and then it can be painted', async () => {
  const { opened, asked, draw } = opening(34, 20);
  const open = await opened;
  expect(asked).toEqual(['image slice', 'labels slice']);
  const at = [19, 20, 21].map((slice) => slice * perSlice);
  expect(at.map((voxel) => [open.viewed.voxels[voxel], open.session.labels[voxel]])).toEqual([[0, 0], [0x0707, 2], [0, 0]]);
  expect([open.readOnly, open.reading.value]).toEqual([true, 0]);
  draw();
  draw();
  await open.whole;
  expect(asked).toEqual(['image slice', 'labels slice', 'image whole', 'labels whole']);
  expect(at.map((voxel) => [open.viewed.voxels[voxel], open.session.labels[voxel]])).toEqual([[0x0707, 2], [0x0707, 2], [0x0707, 2]]);
  expect([open.readOnly, open.reading.value]).toEqual([false, null]);
});

it.each([['small', 20, 3], ['of middle size, looked at across its slices,', 34, null]])('a case that is %s comes whole', async (_which, slices, first) => {
  const { opened, asked } = opening(slices, first);
  expect((await opened).readOnly).toBe(false);
  expect(asked).toEqual(['image whole', 'labels whole']);
});
