/**
 * A person's work on the labels of one case: owns the label array, paints at once, keeps what can be undone,
 * and brings every stroke to the host in order. Must not know who draws the labels, nor what carries the calls.
 */
import type { EditId, LabelmapId } from '#shared/contract/ids.ts';
import { unionBox, type VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Brush } from '#shared/labels/brush.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { editingSentences } from './editing-sentences.ts';
import type { Acknowledged, LabelTransport, TileHead } from './label-transport.ts';
import { loadTiles } from './load-tiles.ts';
import { openBlockStroke, openStroke, type BlockBrush, type OpenStroke } from './open-stroke.ts';
import { paintBlock, type LabelBlock, type PaintingRules } from './paint-block.ts';
import { changedTiles, changesIn, revertIn, type TileChange } from './tile-changes.ts';
import { tileGrid, writeTile, type TileKey } from './tile-grid.ts';
import { addToStacks, stacksOf, type PastEdit } from './undo-stacks.ts';
import { afterRefusal, send, type NamedHelp, type UnsentEdit } from './unsent-edits.ts';
import { createWorkLoop, type SavingState } from './work-loop.ts';

export type { SavingState } from './work-loop.ts';

/** More than a stroke changes: packing them takes longer than a frame may. */
const mostTilesAtOnce = 1000;

export interface EditingListener {
  /** Labels changed inside the box, by whatever cause. */
  onChanged(box: VoxelBox): void;
  onState(state: SavingState): void;
  /** An edit was made: the slices along the case's slice axis that it changed, and what can be undone now. */
  onEdited(edit: { readonly changedSlices: ReadonlySet<number>; /** Null where none was made and all was read anew. */ readonly tool: string | null }): void;
  /** Strokes were refused and are gone; what is stored is shown again. */
  onRefused(sentence: Sentence): void;
}

export interface OpenedLabelmap {
  readonly labelmapId: LabelmapId;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  /** The case's: slices along it are marked complete. */
  readonly sliceAxis: AxisIndex;
  /** From `labels.open`; loaded before the voxels, so that nothing newer is ever painted over unseen. */
  readonly heads: readonly TileHead[];
  /** One index a voxel, i fastest. Becomes the session's: painted in place. */
  readonly labels: Uint8Array;
  readonly history: readonly PastEdit[];
}

export interface StrokeOptions extends Omit<Brush, 'spacingMm'> {
  /** Stored with the edit. */
  readonly tool: string;
}

export interface EditingSession {
  readonly labels: Uint8Array;
  readonly state: SavingState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly isDrawing: boolean;
  /** False while a stroke is open, labels are being loaded, or an earlier state is looked at. */
  readonly canPaint: boolean;
  /** Begins a stroke and paints its first point. @returns false where nothing can be drawn right now: another stroke is open, or the labels are being loaded again */
  beginStroke(options: StrokeOptions, at: Vec3): boolean;
  /** The same with a tool that finds by itself what it paints at each move. */
  beginBlocks(tool: string, brush: BlockBrush, at: Vec3): boolean;
  strokeTo(at: Vec3): void;
  /** The stroke becomes an edit and is sent. */
  endStroke(): void;
  /** Puts back what the open stroke painted. */
  cancelStroke(): void;
  /**
   * One that is asked for while an earlier one is on its way waits for it.
   * @returns where; null where there is nothing to undo, or it has all been painted over. @throws where an edit of an earlier visit cannot be fetched
   */
  undo(): Promise<VoxelBox | null>;
  redo(): Promise<VoxelBox | null>;
  /**
   * Brings slices, along the case's slice axis, back to what they were right after an edit, as one edit.
   * @returns where labels changed; null where they are so; `not-now` while a stroke is open or labels are being loaded. @throws what keeps the host from it
   */
  restore(edit: EditId, slices: 'all' | readonly number[]): Promise<VoxelBox | null | 'not-now'>;
  /** While an earlier state is looked at nothing is painted or taken back; an open stroke ends. Restoring goes on. */
  lookBack(looks: boolean): void;
  /**
   * Writes what a tool found, as one edit.
   * @param helped the prediction that it is, where it is one
   * @returns where labels changed; null where nothing did, or nothing can be drawn right now
   */
  paintBlock(tool: string, block: LabelBlock, rules: PaintingRules, helped?: NamedHelp): VoxelBox | null;
  /** An edit of this labelmap was stored, whoever made it (event `labels`). */
  heard(editNumber: number): void;
  /** When all that was painted is stored. @throws what keeps it from being stored */
  awaitSaved(): Promise<void>;
  /** Tries at once what waits for its next try. */
  retry(): void;
  /** Forgets what is not yet sent. */
  dispose(): void;
}

const retryDelaysMs = [500, 1000, 2000, 5000, 10_000] as const;

export interface SessionOptions {
  readonly delaysMs?: readonly number[];
  readonly newId?: () => EditId;
}

export function createEditingSession(
  opened: OpenedLabelmap,
  transport: LabelTransport,
  listener: EditingListener,
  { delaysMs = retryDelaysMs, newId = () => crypto.randomUUID() as EditId }: SessionOptions = {},
): EditingSession {
  const { labelmapId, size, spacingMm, sliceAxis, labels } = opened;
  const grid = tileGrid(size);
  /** The newest edit of each tile, as painted here: sent or not. */
  const heads = new Map<TileKey, EditId>();
  for (const head of opened.heads) heads.set(grid.keyOf(head), head.edit);
  /** What edits of this visit did: they are undone without asking. */
  const changesOf = new Map<EditId, ReadonlyMap<TileKey, TileChange>>();
  let stacks = stacksOf(opened.history);
  let unsent: UnsentEdit[] = [];
  let stroke: OpenStroke | null = null;
  /** Counts what was begun here, so that a slow answer can tell that it is out of date. */
  let begun = 0;
  /** While labels are fetched that must not be painted on; says whether they came. */
  let held: Promise<boolean> | null = null;
  let looksBack = false;
  /** After a refusal: what is shown is not what is stored, on these tiles, until they have been loaded again. */
  let mustReload = false;
  const refused = new Set<TileKey>();
  /** Edits that somebody stored, unless they turn out to be this session's own. */
  const heardNumbers = new Set<number>();
  const ownNumbers = new Set<number>();

  const loop = createWorkLoop({
    next() {
      const first = unsent[0];
      // What the host takes back on top of others' work is shown when it has done so.
      if (mustReload && !unsent.some(({ onTop }) => onTop === true)) return () => reload();
      if (first !== undefined) return () => store(first);
      return heardNumbers.size > 0 && stroke === null && held === null ? () => reload() : null;
    },
    explain: (error) => transport.explain(error).sentence,
    onState: (state) => listener.onState(state),
    delaysMs,
  });

  const acknowledge = (number: number): void => {
    if (!heardNumbers.delete(number)) ownNumbers.add(number);
  };

  async function store(edit: UnsentEdit): Promise<void> {
    try {
      const { number } = await send(edit, labelmapId, grid, transport);
      unsent.shift();
      acknowledge(number);
    } catch (error) {
      const { code, sentence } = transport.explain(error);
      if (code !== 'conflict' && code !== 'bad-input') throw error;
      // Only a host that answers for this labelmap can refuse a stroke; one without a project is asked again.
      await transport.loadHeads();
      refuse(code === 'conflict', code === 'conflict' ? editingSentences.strokesDropped : sentence);
    }
  }

  function refuse(movedOn: boolean, sentence: Sentence): void {
    const { kept, lost, tiles } = afterRefusal(unsent, movedOn);
    unsent = [...kept];
    for (const key of tiles) refused.add(key);
    for (const edit of kept) if (edit.onTop === true) changesOf.delete(edit.id);
    mustReload = true;
    const losesStroke = stroke !== null;
    session.cancelStroke();
    if (lost > 0 || losesStroke) listener.onRefused(sentence);
  }

  /**
   * Brings labels, heads and stacks to what the host has, but for tiles with unsent edits.
   * @param made what the host has just been asked for: where nobody else was heard of, the history is known without asking
   */
  async function reload(made: PastEdit | null = null): Promise<VoxelBox | null> {
    const began = begun;
    const heard = [...heardNumbers];
    const found = new Map((await transport.loadHeads()).map((head) => [grid.keyOf(head), head.edit]));
    const ahead = new Set(unsent.flatMap((edit) => [...edit.tiles.keys()]));
    const differing = [...new Set([...found.keys(), ...heads.keys()])]
      .filter((key) => refused.has(key) || (found.get(key) !== heads.get(key) && !ahead.has(key)));
    const tiles = await loadTiles(differing, grid, transport);
    const history = made !== null && heard.length === 1 ? null : await transport.history();
    if (begun !== began) return null;
    let box: VoxelBox | null = null;
    for (const [key, voxels] of tiles) {
      writeTile(labels, size, grid.rectangleOf(key), voxels);
      const head = found.get(key);
      if (head === undefined) heads.delete(key);
      else heads.set(key, head);
      box = unionBox(box, grid.boxOf(key));
    }
    if (history !== null) stacks = stacksOf([...history, ...unsent]);
    else if (made !== null) addToStacks(stacks, made);
    refused.clear();
    mustReload = false;
    for (const number of heard) heardNumbers.delete(number);
    if (box !== null) listener.onChanged(box);
    listener.onEdited({ changedSlices: new Set(), tool: null });
    return box;
  }

  /** Makes an edit of what differs from the given tiles, and sends it. */
  function record(tool: string, reverts: EditId | null, before: ReadonlyMap<TileKey, Uint8Array>, helped?: NamedHelp): VoxelBox | null {
    const changed = changedTiles(before, labels, grid);
    if (changed.size === 0 && reverts === null) return null;
    const id = newId();
    const sent = new Map<TileKey, { runs: Uint8Array; expected: EditId | null }>();
    for (const [key, { wrote }] of changed) {
      sent.set(key, { runs: wrote, expected: heads.get(key) ?? null });
      heads.set(key, id);
    }
    const edit = { id, tool, reverts, helped, tiles: sent };
    unsent.push(edit);
    addToStacks(stacks, edit);
    // A stroke is sent at once, and what is only kept is made of it meanwhile; what is large is drawn first.
    loop.kick(changed.size <= mostTilesAtOnce ? 'now' : 'soon');
    const { tiles, box, changedSlices } = changesIn(changed, labels, grid, sliceAxis);
    changesOf.set(id, tiles);
    listener.onEdited({ changedSlices, tool });
    return box;
  }

  async function takeBack(stack: 'undo' | 'redo'): Promise<VoxelBox | null> {
    // A key that is held down asks faster than the host answers.
    while (held !== null) if (!(await held)) return null;
    const id = stacks[stack].at(-1);
    if (id === undefined || stroke !== null || isBlocked()) return null;
    begun += 1;
    const changes = changesOf.get(id);
    // Of an edit of an earlier visit only the host knows what it did.
    if (changes === undefined) return byHost({ tool: 'revert', reverts: id }, (made) => transport.revert(id, made, []));
    const box = record('revert', id, revertIn(labels, grid, changes));
    if (box !== null) listener.onChanged(box);
    return box;
  }

  /** An edit that only the host can make: all that was painted goes first, and nothing is painted until its labels are here. */
  async function byHost(edit: Omit<PastEdit, 'id'>, ask: (id: EditId) => Promise<Acknowledged | null>): Promise<VoxelBox | null> {
    const work = async (): Promise<VoxelBox | null> => {
      await loop.idle();
      const id = newId();
      const answer = await ask(id);
      if (answer === null) return null;
      if (!heardNumbers.has(answer.number)) ownNumbers.add(answer.number);
      // Stays so until it has been loaded: a lost connection must not leave the labels behind the host.
      heardNumbers.add(answer.number);
      return reload({ ...edit, id });
    };
    const working = work();
    held = working.then(() => true, () => false);
    try {
      return await working;
    } finally {
      held = null;
      loop.kick();
    }
  }

  const recordAndTell = (tool: string, before: ReadonlyMap<TileKey, Uint8Array>, helped?: NamedHelp): VoxelBox | null => {
    const box = record(tool, null, before, helped);
    if (box !== null) listener.onChanged(box);
    return box;
  };
  const begin = (opened: () => OpenStroke, at: Vec3): boolean => {
    if (stroke !== null || isBlocked()) return false;
    begun += 1;
    stroke = opened();
    session.strokeTo(at);
    return true;
  };
  const isBlocked = (): boolean => held !== null || mustReload || looksBack;

  const session: EditingSession = {
    labels,
    get state() {
      return loop.state;
    },
    get canUndo() {
      return stacks.undo.length > 0;
    },
    get canRedo() {
      return stacks.redo.length > 0;
    },
    get isDrawing() {
      return stroke !== null;
    },
    get canPaint() {
      return stroke === null && !isBlocked();
    },
    beginStroke: ({ tool, ...brush }, at) => begin(() => openStroke(tool, { ...brush, spacingMm }, at, labels, grid), at),
    beginBlocks: (tool, brush, at) => begin(() => openBlockStroke(tool, brush, at, labels, grid), at),
    strokeTo(at) {
      const box = stroke?.paintTo(at) ?? null;
      if (box !== null) listener.onChanged(box);
    },
    endStroke() {
      if (stroke === null) return;
      const { tool, before, helped } = stroke;
      stroke = null;
      record(tool, null, before, helped);
      loop.kick();
    },
    cancelStroke() {
      if (stroke === null) return;
      stroke.restore();
      const keys = [...stroke.before.keys()];
      stroke = null;
      const box = keys.reduce<VoxelBox | null>((all, key) => unionBox(all, grid.boxOf(key)), null);
      if (box !== null) listener.onChanged(box);
      loop.kick();
    },
    undo: () => takeBack('undo'),
    redo: () => takeBack('redo'),
    async restore(edit, slices) {
      if (stroke !== null || held !== null || mustReload) return 'not-now';
      begun += 1;
      return byHost({ tool: 'restore', reverts: null }, (id) => transport.restore(edit, slices, id));
    },
    lookBack(looks) {
      if (looks) session.endStroke();
      looksBack = looks;
    },
    paintBlock(tool, block, rules, helped) {
      if (stroke !== null || isBlocked()) return null;
      begun += 1;
      return recordAndTell(tool, paintBlock(labels, grid, block, rules), helped);
    },
    heard(editNumber) {
      if (ownNumbers.delete(editNumber)) return;
      heardNumbers.add(editNumber);
      loop.kick();
    },
    awaitSaved: () => loop.idle(),
    retry: () => loop.retry(),
    dispose: () => loop.dispose(),
  };
  return session;
}
