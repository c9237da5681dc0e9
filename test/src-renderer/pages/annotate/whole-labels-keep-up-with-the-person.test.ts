import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { parallelProjection } from '#shared/regions/projection.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { RegionAnswer, RegionRequest } from '../../../../src-renderer/editing/regions/region-messages.ts';
import { createRegionRunner } from '../../../../src-renderer/editing/regions/region-runner.ts';
import type { DrawnOutline } from '../../../../src-renderer/editing/tools/outline.ts';
import { useAccepting } from '../../../../src-renderer/pages/annotate/use-accepting.ts';
import { useClosedLines } from '../../../../src-renderer/pages/annotate/use-closed-lines.ts';
import { useRegions } from '../../../../src-renderer/pages/annotate/use-regions.ts';
import { useScissors } from '../../../../src-renderer/pages/annotate/use-scissors.ts';
import { useSeedPreview } from '../../../../src-renderer/pages/annotate/use-seed-preview.ts';
import { useSeeds } from '../../../../src-renderer/pages/annotate/use-seeds.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { usePreferences } from '../../../../src-renderer/stores/preferences.ts';
import { useRegionTools } from '../../../../src-renderer/stores/region-tools.ts';
import { useToasts } from '../../../../src-renderer/stores/toasts.ts';
import { useVolumeDisplay } from '../../../../src-renderer/stores/volume-display.ts';
import { useWorkplace } from '../../../../src-renderer/stores/workplace.ts';
import { labelsIn } from '../../../shared/regions/painted-volumes.ts';
import { draw } from '../../editing/window-at-host.ts';
import { caseInMemory, onAPage, threadsHere } from './a-page.ts';

/** A host that adds labels when it is told to. */
const host = vi.hoisted(() => ({ waiting: [] as ((refusal?: Error) => void)[], removed: [] as number[][], next: 10 }));
vi.mock('../../../../src-renderer/connection/client.ts', () => ({
  client: {
    settings: { change: () => Promise.resolve({}) },
    labels: {
      add: () => new Promise((resolve, reject) => {
        host.waiting.push((refusal) => { if (refusal === undefined) resolve({ index: ++host.next }); else reject(refusal); });
      }),
      remove: ({ indices }: { indices: number[] }) => {
        host.removed.push(indices);
        return Promise.resolve([]);
      },
      table: () => Promise.resolve(useWorkplace().labelTable),
    },
  },
}));

const size: Vec3 = [24, 22, 20];
const ball = Int16Array.from(labelsIn(size, (i, j, k) => (Math.hypot(i - 12, j - 11, k - 10) < 7 ? 100 : 0)));
const rest = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function page(labels = new Uint8Array(ball.length)) {
  const threads = threadsHere<RegionRequest, RegionAnswer>((answer, soon) => {
    let clock = 0;
    const runner = createRegionRunner({ answer, soon: () => soon(() => runner.step()), now: () => clock += 20 });
    return (request) => runner.take(request);
  });
  const open = caseInMemory(size, ball, labels);
  const { session } = open.value!;
  const actions = onAPage(() => useRegions(open));
  return { threads, open, session, actions, regions: useRegionTools(), told: () => useToasts().past.map(({ text }) => ('word' in text ? text.word : text.en)) };
}

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  [host.waiting, host.removed, host.next] = [[], [], 10];
  useWorkplace().labelTable = [1, 2].map((index) => (
    { index, value: index, name: `label ${index}`, colour: '#e69f00', code: null, locked: false, opacity: 1, visible: true, visibleIn3d: true }));
  useAnnotating().label = 1;
});

describe('a label that is split', () => {
  /** Islands of 4, 2 and 1 voxels in a row each. */
  const islands = labelsIn(size, (i, j, k) => Number(k === 3 && ((j === 2 && i < 4) || (j === 6 && i < 2) || (j === 10 && i < 1))));
  const rows = (labels: Uint8Array): number[] => [2, 6, 10].map((j) => labels[size[0] * (j + size[1] * 3)]!);
  async function split() {
    const made = page(islands.slice());
    made.regions.kind = 'split';
    await rest(1);
    made.actions.preview();
    await rest(200);
    expect(made.regions.status).toMatchObject({ kind: 'shown', voxels: 3 });
    made.actions.apply();
    await rest(1);
    return made;
  }
  const answer = async (refusal?: Error): Promise<void> => {
    host.waiting.shift()!(refusal);
    await rest(1);
  };

  it('has its islands under the labels that the host added', async () => {
    const { session, told } = await split();
    await answer();
    await answer();
    expect(rows(session.labels)).toEqual([1, 11, 12]);
    expect([told(), host.removed]).toEqual([['annotate.regions.done'], []]);
  });

  it('leaves no label behind where something was drawn meanwhile', async () => {
    const { session, told } = await split();
    await answer();
    draw(session, 2, [[20, 20, 3]], { radiusVoxels: 0.5 });
    await answer();
    expect(rows(session.labels)).toEqual([1, 1, 1]);
    expect([told(), host.removed]).toEqual([['annotate.regions.old'], [[11, 12]]]);
  });

  it('leaves none behind where the case was left meanwhile, or the host refused one', async () => {
    const left = await split();
    await answer();
    left.open.value = null;
    await answer();
    expect([rows(left.session.labels), left.told(), host.removed]).toEqual([[1, 1, 1], [], [[11, 12]]]);
    const refused = await split();
    await answer();
    await answer(new UserFacingError('conflict', { en: 'No room.', 'zh-CN': '没有空间。' }));
    expect(rows(refused.session.labels)).toEqual([1, 1, 1]);
    expect(host.removed).toEqual([[11, 12], [13]]);
    expect(refused.told()).toEqual(['No room.']);
  });
});

describe('labels that grow from seeds', () => {
  async function grown() {
    const made = page();
    draw(made.session, 1, [[12, 11, 10]], { radiusVoxels: 1.5 });
    draw(made.session, 2, [[1, 1, 10]], { radiusVoxels: 1.5 });
    made.regions.kind = 'seeds';
    await rest(1);
    made.actions.preview();
    await rest(500);
    expect(made.regions.status.kind).toBe('shown');
    return made;
  }

  it('grow anew with further seeds', async () => {
    const { session, regions } = await grown();
    draw(session, 2, [[22, 20, 10]], { radiusVoxels: 1.5 });
    expect(regions.status.kind).toBe('none');
    await rest(1000);
    expect(regions.status.kind).toBe('shown');
  });

  it('grow no more once they were given up, also while they are computed', async () => {
    const { session, regions, actions } = await grown();
    draw(session, 2, [[22, 20, 10]], { radiusVoxels: 1.5 });
    await rest(400);
    expect(regions.status.kind).toBe('computing');
    actions.discard();
    draw(session, 2, [[22, 2, 10]], { radiusVoxels: 1.5 });
    await rest(2000);
    expect(regions.status.kind).toBe('none');
  });
});

describe('a contour', () => {
  function contour() {
    const made = page();
    const { regions } = made;
    [regions.kind, regions.bubbles] = ['contour', [{ centre: [12, 11, 10], radiusMm: 2 }]];
    Object.assign(regions.chosen, { lowest: 50, highest: 150 });
    // Slowly, so that it is still on its way after a while.
    Object.assign(regions.contour, { iterationsPerLook: 2, marginMm: 50, propagation: 0.05, curvature: 0 });
    const begun = (): readonly unknown[] => made.threads.requests.flatMap((request) => (request.kind === 'begin' && request.task.kind === 'operation' ? [request.task.operation] : []));
    return { ...made, begun };
  }
  const moves = async (regions: ReturnType<typeof useRegionTools>): Promise<void> => {
    for (let waited = 0; waited < 100 && (regions.status.kind !== 'evolving' || regions.status.isPaused); waited += 1) await rest(1);
    expect(regions.status).toMatchObject({ kind: 'evolving', isPaused: false });
  };

  it('takes over numbers that are changed before it is there at all, from its start', async () => {
    const { threads, regions, actions, begun } = contour();
    threads.stepMs = 200;
    await rest(1);
    actions.preview();
    regions.chosen.lowest = 60;
    actions.previewSoon();
    await rest(100);
    expect(regions.status.kind).toBe('computing');
    expect(begun()).toMatchObject([{ speed: { lower: 50 } }, { speed: { lower: 60 }, goesOn: false }]);
    // The same numbers are no reason to begin anew.
    actions.previewSoon();
    await rest(100);
    expect(begun()).toHaveLength(2);
    threads.stepMs = 1;
    await rest(3000);
    expect(regions.status.kind).toBe('shown');
  });

  it('that is told to stand still while it takes other numbers over does so, and goes on', async () => {
    const { threads, regions, actions, begun } = contour();
    await rest(1);
    actions.preview();
    await moves(regions);
    threads.stepMs = 200;
    regions.contour.propagation = 0.1;
    actions.previewSoon();
    await rest(100);
    expect(begun()).toMatchObject([{ goesOn: false }, { goesOn: true, propagation: 0.1 }]);
    actions.pause();
    threads.stepMs = 1;
    await rest(1000);
    const paused = regions.status;
    expect(paused).toMatchObject({ kind: 'evolving', isPaused: true });
    await rest(1000);
    expect(regions.status).toEqual(paused);
    actions.resume();
    await rest(10);
    await moves(regions);
    expect(regions.status.kind === 'evolving' && paused.kind === 'evolving' && regions.status.iteration > paused.iteration).toBe(true);
    expect(begun()).toHaveLength(2);
  });
});

describe('a cut through all slices', () => {
  it('is shown before it applies, by the settings as they are by then, and another line takes its place', async () => {
    const column = (j: number): boolean => j >= 2 && j < 5;
    const { open, session } = page(new Uint8Array(labelsIn(size, (i, j) => Number(column(j)) * (i < 12 ? 1 : 2))));
    const choose = (of: 'label' | 'all'): void => {
      const { settings } = usePreferences();
      usePreferences().settings = { ...settings, tools: { ...settings.tools, outline: { isThrough: true, does: 'erase-inside', of } } };
    };
    choose('label');
    const preview = onAPage(() => useSeedPreview(open, () => undefined));
    onAPage(() => useSeeds(open, preview));
    const lines = onAPage(() => useClosedLines(open, preview));
    const around = (left: number, right: number): DrawnOutline =>
      ({ axis: 2, slice: 3, erases: false, points: [[left, 0.5, 3], [right, 0.5, 3], [right, 8.5, 3], [left, 8.5, 3]] });
    const row = (labels: Uint8Array): string => Array.from({ length: size[0] }, (_, i) => labels[i + size[0] * 3]).join('');
    const seen = (): string => row(open.value!.previewed.value!);
    lines.fill(around(2.5, 4.5), 'lasso');
    await rest(100);
    expect([preview.status.value.kind, preview.kind.value, seen()]).toEqual(['shown', 'scissors', '111001111111222222222222']);
    lines.fill(around(8.5, 14.5), 'lasso');
    await rest(100);
    expect(seen()).toBe('111111111000222222222222');
    expect(open.value!.previewedBox.value).toEqual({ first: [9, 2, 0], last: [11, 4, 19] });
    choose('all');
    await rest(100);
    expect([seen(), row(session.labels)]).toEqual(['111111111000000222222222', '111111111111222222222222']);
    // What is set of something else is no reason to begin anew.
    const shown = open.value!.previewed.value;
    usePreferences().change({ brushRadiusVoxels: 7 });
    await rest(1000);
    expect(open.value!.previewed.value).toBe(shown);
    preview.apply();
    expect([row(session.labels), open.value!.previewed.value, preview.status.value.kind]).toEqual(['111111111000000222222222', null, 'none']);
    await session.undo();
    expect([row(session.labels), session.canUndo]).toEqual(['111111111111222222222222', false]);
  });

  it('gives a locked label nothing, also where it is told to fill only once it is shown', async () => {
    const { open, session, told } = page(new Uint8Array(ball.length).fill(2));
    const [first, second] = useWorkplace().labelTable;
    useWorkplace().labelTable = [{ ...first!, locked: true }, second!];
    const choose = (does: 'fill-inside' | 'erase-inside'): void => {
      const { settings } = usePreferences();
      usePreferences().settings = { ...settings, tools: { ...settings.tools, outline: { isThrough: true, does, of: 'all' } } };
    };
    choose('erase-inside');
    const preview = onAPage(() => useSeedPreview(open, () => undefined));
    onAPage(() => useSeeds(open, preview));
    const lines = onAPage(() => useClosedLines(open, preview));
    lines.fill({ axis: 2, slice: 3, erases: false, points: [[1, 1, 3], [9, 1, 3], [9, 9, 3]] }, 'lasso');
    await rest(100);
    expect([preview.status.value.kind, told()]).toEqual(['shown', []]);
    choose('fill-inside');
    await rest(100);
    expect([preview.status.value.kind, open.value!.previewed.value, told()]).toEqual(['none', null, ['annotate.labels.locked']]);
    preview.apply();
    expect(session.canUndo).toBe(false);
  });

  it('in 3D is shown too, follows its side, and leaves what is locked', async () => {
    const { open, session } = page(new Uint8Array(labelsIn(size, (i) => 1 + Math.floor(i / 8))));
    const [first, second] = useWorkplace().labelTable;
    useWorkplace().labelTable = [first!, { ...second!, locked: true }, { ...second!, index: 3, value: 3 }];
    const display = useVolumeDisplay();
    [display.side, display.from] = ['inside', 'all'];
    const preview = onAPage(() => useSeedPreview(open, () => undefined));
    const cut = onAPage(() => useScissors(preview));
    // As seen along k: the lower half of j.
    cut(open.value!, Float64Array.of(-0.5, -0.5, 23.5, -0.5, 23.5, 10.5, -0.5, 10.5), parallelProjection([0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]));
    await rest(200);
    const rows = (labels: Uint8Array): string[] => [3, 18].map((j) => Array.from({ length: 6 }, (_, i) => labels[4 * i + size[0] * (j + size[1] * 5)]).join(''));
    expect(rows(open.value!.previewed.value!)).toEqual(['002200', '112233']);
    display.side = 'outside';
    await rest(200);
    expect(rows(open.value!.previewed.value!)).toEqual(['112233', '002200']);
    expect(session.canUndo).toBe(false);
    // What is hidden meanwhile, everywhere or in 3D, is not cut unseen.
    const table = useWorkplace().labelTable;
    useWorkplace().labelTable = table.map((one) => (one.index === 3 ? { ...one, visible: false } : one));
    await rest(200);
    expect(rows(open.value!.previewed.value!)).toEqual(['112233', '002233']);
    useWorkplace().labelTable = table.map((one) => (one.index === 1 ? { ...one, visibleIn3d: false } : one));
    await rest(200);
    expect(rows(open.value!.previewed.value!)).toEqual(['112233', '112200']);
    useWorkplace().labelTable = table;
    await rest(200);
    preview.apply();
    expect(rows(session.labels)).toEqual(['112233', '002200']);
  });
});

describe('accepting a whole case', () => {
  const prediction = Uint8Array.from(ball, (value) => Number(value > 0));
  function accepted() {
    const made = page();
    made.open.value!.prediction.value = prediction;
    made.threads.stepMs = 50;
    return { ...made, accepting: onAPage(() => useAccepting(made.open, () => undefined)) };
  }

  it('compares beside the work, takes in what was drawn meanwhile, and is one entry of the history', async () => {
    const { accepting, open, session, told } = accepted();
    void accepting.accept(open.value!, 'accept-prediction', 'case');
    await rest(60);
    draw(session, 2, [[20, 20, 3]], { radiusVoxels: 0.5 });
    expect([session.labels.includes(1), told()]).toEqual([false, []]);
    await rest(1500);
    expect(accepting.share.value).toBeGreaterThan(0);
    await rest(8000);
    expect(session.labels).toEqual(prediction);
    expect([accepting.share.value, told()]).toEqual([null, ['annotate.model.acceptedCase']]);
    await session.undo();
    expect([...new Set(session.labels)]).toEqual([0, 2]);
  });

  it('lets marks wait until it has landed or was stopped: what it changes would open them again', async () => {
    const { accepting, open, session } = accepted();
    const landed: boolean[] = [];
    const mark = (): void => { void accepting.settled().then(() => landed.push(session.labels.includes(1))); };
    mark();
    await rest(1);
    expect(landed).toEqual([false]);
    void accepting.accept(open.value!, 'accept-prediction', 'case');
    await rest(60);
    mark();
    await rest(1500);
    expect(landed).toEqual([false]);
    await rest(10_000);
    expect(landed).toEqual([false, true]);
    await session.undo();
    void accepting.accept(open.value!, 'accept-prediction', 'case');
    await rest(60);
    mark();
    accepting.stop();
    await rest(10_000);
    expect(landed).toEqual([false, true, false]);
  });

  it('waits for a stroke that is open, without comparing again and again', async () => {
    const { accepting, open, session, threads, told } = accepted();
    const begun = (): number => threads.requests.filter(({ kind }) => kind === 'begin').length;
    void accepting.accept(open.value!, 'accept-prediction', 'case');
    await rest(60);
    session.beginStroke({ tool: 'brush', label: 2, radiusVoxels: 0.5, axis: 2, kept: new Uint8Array(256), gate: null }, [20, 20, 3]);
    await rest(30_000);
    expect([begun(), told(), session.labels.includes(1)]).toEqual([1, [], false]);
    session.endStroke();
    await rest(15_000);
    expect([begun(), told()]).toEqual([2, ['annotate.model.acceptedCase']]);
    expect(session.labels).toEqual(prediction);
  });

  it('goes by the prediction and the locks as they are when it is accepted', async () => {
    const { accepting, open, session, told } = accepted();
    draw(session, 2, [[12, 11, 10]], { radiusVoxels: 0.5 });
    void accepting.accept(open.value!, 'accept-prediction', 'case');
    await rest(60);
    const newer = Uint8Array.from(prediction, (label, at) => (at < prediction.length / 2 ? 0 : label));
    open.value!.prediction.value = newer;
    useWorkplace().labelTable = useWorkplace().labelTable.map((entry) => ({ ...entry, locked: entry.index === 2 }));
    await rest(15_000);
    expect(session.labels).toEqual(Uint8Array.from(newer, (label, at) => (at === 12 + size[0] * (11 + size[1] * 10) ? 2 : label)));
    expect(told()).toEqual(['annotate.model.acceptedCase']);
  });

  it('says so where its label was locked meanwhile, or nothing can be painted just now', async () => {
    const { accepting, open, session, told } = accepted();
    void accepting.accept(open.value!, 'accept-label', 'case');
    await rest(60);
    useWorkplace().labelTable = useWorkplace().labelTable.map((entry) => ({ ...entry, locked: true }));
    await rest(15_000);
    expect([told(), session.labels.includes(1), accepting.share.value]).toEqual([['annotate.model.old'], false, null]);
    useWorkplace().labelTable = useWorkplace().labelTable.map((entry) => ({ ...entry, locked: false }));
    useAnnotating().position = [12, 11, 10];
    session.beginStroke({ tool: 'brush', label: 2, radiusVoxels: 0.5, axis: 2, kept: new Uint8Array(256), gate: null }, [20, 20, 3]);
    await accepting.accept(open.value!, 'accept-prediction', 'slice');
    expect([told().length, told()[0], session.labels.includes(1)]).toEqual([2, 'annotate.model.old', false]);
  });

  it('changes nothing where it was stopped', async () => {
    const { accepting, open, session, told } = accepted();
    void accepting.accept(open.value!, 'accept-label', 'case');
    await rest(300);
    expect([accepting.stop(), accepting.stop()]).toEqual([true, false]);
    await rest(5000);
    expect([session.labels.includes(1), told(), accepting.share.value]).toEqual([false, [], null]);
  });
});
