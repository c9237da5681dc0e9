/** Editing sessions as windows have them, on a real host with a real project, whose connection a test can cut or slow down. */
import path from 'node:path';
import { ORPCError } from '@orpc/client';
import { onTestFinished } from 'vitest';
import type { EditId, LabelmapId } from '#shared/contract/ids.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { createEditingSession, type EditingSession, type SavingState, type StrokeOptions } from '../../../src-renderer/editing/editing-session.ts';
import type { LabelTransport } from '../../../src-renderer/editing/label-transport.ts';
import { hostInTest, type HostInTest } from '../../src-main/host/host-in-test.ts';
import { writeNifti } from '../../src-main/tiny-nifti.ts';

/** Two tiles by two on a slice, the last ones narrower. */
export const size = [100, 70, 5] as const;
export const nothingKept = new Uint8Array(256);
export const wordsOfFailure: Sentence = { en: 'failed', 'zh-CN': '失败' };

export interface Line {
  /** Thrown instead of each call while it is set. */
  broken: Error | null;
  /** Thrown once, after the host has done what it was asked: the answer is lost. */
  losesAnswer: boolean;
  delayMs: number;
  /** Names of the calls that were made. */
  readonly calls: string[];
}

export interface Window {
  readonly session: EditingSession;
  readonly line: Line;
  readonly states: SavingState['kind'][];
  readonly refusals: Sentence[];
  readonly changedSlices: number[][];
}

export interface Study extends HostInTest {
  readonly caseId: string;
  readonly labelmapId: LabelmapId;
  /** @param newId names the edits that the window makes */
  open(newId?: () => EditId): Promise<Window>;
  /** The labels as the host has them. */
  stored(): Promise<Uint8Array>;
  /** Tells the windows of every edit that the host has stored so far. */
  tell(...windows: Window[]): Promise<void>;
}

export async function study(): Promise<Study> {
  const host = await hostInTest();
  const { client, folder } = host;
  const scan = writeNifti(path.join(folder, 'scan.nii'), { size, voxel: (i) => i, type: 'uint8' });
  await host.run(client.cases.import({ paths: [scan] }));
  for (const value of [1, 2, 3]) await client.labels.add({ value, name: `label ${value}`, colour: '#102030', code: null, locked: false });
  const caseId = (await client.cases.list())[0]!.id;
  const { labelmapId } = await client.labels.open({ caseId });

  const numbers: number[] = [];
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const events = await client.jobs.events({ after: 0 }, { signal: ending.signal });
  void (async () => {
    for await (const event of events) if (event.kind === 'labels') numbers.push(event.edit);
  })().catch(() => undefined);
  const told = new Map<Window, number>();

  const voxels = async (from: number, to: number): Promise<Uint8Array> => {
    const request = new Request(`http://lamina.invalid/labelmaps/${labelmapId}/voxels`, { headers: { range: `bytes=${from}-${to - 1}` } });
    return new Uint8Array(await (await host.host.fetch(request)).arrayBuffer());
  };
  const count = size[0] * size[1] * size[2];

  const open = async (newId?: () => EditId): Promise<Window> => {
    const { heads } = await client.labels.open({ caseId });
    const line: Line = { broken: null, losesAnswer: false, delayMs: 0, calls: [] };
    const window: Window = {
      line, states: [], refusals: [], changedSlices: [],
      session: createEditingSession(
        { labelmapId, size, spacingMm: [1, 1, 1], sliceAxis: 2, heads, labels: await voxels(0, count), history: await client.labels.history({ labelmapId }) },
        transportOver(line, host, caseId, labelmapId, voxels),
        {
          onChanged: () => undefined,
          onState: ({ kind }) => window.states.push(kind),
          onEdited: (edit) => window.changedSlices.push([...edit.changedSlices]),
          onRefused: (sentence) => window.refusals.push(sentence),
        },
        { delaysMs: [5], ...(newId === undefined ? {} : { newId }) },
      ),
    };
    onTestFinished(() => window.session.dispose());
    told.set(window, numbers.length);
    return window;
  };

  return {
    ...host,
    caseId,
    labelmapId,
    open,
    stored: () => voxels(0, count),
    async tell(...windows) {
      const newest = (await client.labels.history({ labelmapId })).at(-1)?.number ?? 0;
      // The stream of events comes when it comes.
      while (newest > 0 && !numbers.includes(newest)) await new Promise((resolve) => { setTimeout(resolve, 1); });
      for (const window of windows) {
        for (const number of numbers.slice(told.get(window))) window.session.heard(number);
        told.set(window, numbers.length);
      }
    },
  };
}

function transportOver(line: Line, { client }: HostInTest, caseId: string, labelmapId: LabelmapId, voxels: LabelTransport['loadVoxels']): LabelTransport {
  const over = async <Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> => {
    line.calls.push(name);
    if (line.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, line.delayMs));
    if (line.broken !== null) throw line.broken;
    const answer = await call();
    if (line.losesAnswer) {
      line.losesAnswer = false;
      throw new TypeError('Failed to fetch');
    }
    return answer;
  };
  return {
    commit: (edit) => over('commit', () => client.labels.commit(edit)),
    revert: (edit, id, expected) => over('revert', () => client.labels.revert({ labelmapId, edit, id, expected: [...expected] })),
    restore: (edit, slices, id) => over('restore', () => client.labels.restore({ labelmapId, edit, slices: slices === 'all' ? 'all' : [...slices], id })),
    history: () => over('history', () => client.labels.history({ labelmapId })),
    loadHeads: () => over('heads', async () => (await client.labels.open({ caseId: caseId })).heads),
    loadVoxels: (from, to) => over('voxels', () => voxels(from, to)),
    explain: (error) => ({ code: error instanceof ORPCError ? String(error.code) : 'host-gone', sentence: wordsOfFailure }),
  };
}

/** Draws a whole stroke through these points. */
export function draw(session: EditingSession, label: number, points: readonly (readonly [number, number, number])[], options: Partial<StrokeOptions> = {}): boolean {
  const begun = session.beginStroke({ tool: 'brush', label, radiusVoxels: 3, axis: 2, kept: nothingKept, gate: null, ...options }, points[0]!);
  if (!begun) return false;
  for (const point of points.slice(1)) session.strokeTo(point);
  session.endStroke();
  return true;
}

export const differences = (a: Uint8Array, b: Uint8Array): number => a.reduce((sum, label, at) => sum + Number(label !== b[at]), 0);
