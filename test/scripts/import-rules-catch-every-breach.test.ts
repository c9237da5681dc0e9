import { spawnSync } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rulesFile = path.join(root, '.dependency-cruiser.cjs');
const { forbidden } = createRequire(import.meta.url)(rulesFile) as { forbidden: { name: string }[] };

const vue = (script: string): string => `<script setup lang="ts">\n${script}\n</script>\n\n<template><p /></template>\n`;

/** For each rule a file that breaks it, written as people would by mistake. A rule without one fails the test. */
const breaches: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycle': { 'shared/voxels/a.ts': `import './b.ts'; export const a = 1;`, 'shared/voxels/b.ts': `import './a.ts';` },
  resolvable: { 'src-main/host/lost.ts': `import './nowhere.ts';` },
  'geometry-is-the-ground': { 'shared/geometry/knows-labels.ts': `import '#shared/labels/ground.ts';` },
  'voxels-know-geometry': { 'shared/voxels/knows-learning.ts': `import '#shared/learning/ground.ts';` },
  'regions-know-voxels': { 'shared/regions/knows-labels.ts': `import '#shared/labels/ground.ts';` },
  'measurements-know-regions': { 'shared/measurements/knows-labels.ts': `import '#shared/labels/ground.ts';` },
  'agreement-knows-evaluation': { 'shared/agreement/knows-labels.ts': `import '#shared/labels/ground.ts';` },
  'pure-subjects': { 'shared/learning/knows-contract.ts': `import type { T } from '#shared/contract/ground.ts';` },
  'contract-is-schemas': { 'shared/contract/knows-server.ts': `import '@orpc/server';` },
  'shared-is-pure': { 'shared/text/knows-host.ts': `import type { T } from '#main/host/ground.ts';` },
  'shared-knows-no-node': { 'shared/text/reads-files.ts': `import 'node:fs';` },
  'sqlite-in-one-folder': { 'src-main/host/opens-database.ts': `import 'better-sqlite3';` },
  'tensorflow-in-one-folder': { 'src-main/use-cases/computes.ts': `const tf = await import('@tensorflow/tfjs-node-gpu');` },
  'electron-in-one-folder': { 'src-main/host/opens-window.ts': `import 'electron';` },
  'store-knows-no-host': { 'src-main/store/knows-use-cases.ts': `import '../use-cases/ground.ts';` },
  'engine-knows-no-database': { 'src-main/engine/knows-store.ts': `import type { T } from '#main/store/ground.ts';` },
  'drawing-threads-compute-nothing': {
    'src-main/engine/training/patch-worker.ts': `import '../learns.ts';`, 'src-main/engine/learns.ts': `export const tf = await import('@tensorflow/tfjs-node-gpu');`,
  },
  'engine-only-by-its-client': { 'src-main/engine-client/loads-engine.ts': `import '../engine/ground.ts';` },
  'readers-know-no-database': { 'src-main/import/knows-store.ts': `import '../store/ground.ts';` },
  'use-cases-know-no-door': { 'src-main/use-cases/knows-host.ts': `import '../host/ground.ts';` },
  'command-line-is-a-client': { 'src-main/cli/opens-store.ts': `import '#main/store/ground.ts';` },
  'window-is-another-program': { 'src-renderer/components/knows-host.vue': vue(`import '../../src-main/host/ground.ts';`) },
  'nobody-knows-the-window': { 'src-main/host/knows-window.ts': `import '../../src-renderer/editing/ground.ts';` },
  'editing-is-framework-free': { 'src-renderer/editing/knows-vue.ts': `import 'vue';` },
  'viewer-knows-pictures': { 'src-renderer/viewer/knows-store.ts': `import '../stores/ground.ts';` },
  'workers-only-compute': { 'src-renderer/workers/knows-view.ts': `import type { T } from '../viewer/ground.ts';` },
  'vtk-in-one-folder': { 'src-renderer/stores/keeps-pictures.ts': `import '@kitware/vtk.js/macros.js';` },
  'one-way-to-the-host': { 'src-renderer/pages/calls-host.vue': vue(`import '@orpc/client';`) },
  'stores-show-nothing': { 'src-renderer/stores/knows-dialogs.ts': `import '../components/ground.ts';` },
  'connection-knows-no-page': { 'src-renderer/connection/knows-stores.ts': `import '../stores/ground.ts';` },
  'shell-is-thin': { 'src-main/electron/knows-host.ts': `import { answer } from '../host/ground.ts';` },
  'desktop-looks-around': { 'src-main/desktop/knows-host.ts': `import type { T } from '../host/ground.ts';` },
  'shell-is-started-not-loaded': { 'src-main/cli/loads-shell.ts': `import '../electron/ground.ts';` },
  'product-knows-no-tests': { 'src-main/host/knows-tests.ts': `import '../../test/ground.ts';` },
};

/** Imports of every kind that the design allows. */
const allowed = {
  'src-main/cli/main.ts': `import '#main/host/ground.ts'; import '#shared/contract/ground.ts'; import 'node:path';`,
  'src-main/host/host.ts': `import '#main/use-cases/ground.ts'; import 'node:http'; import '@orpc/server';`,
  'src-main/use-cases/train.ts': `import '#main/store/ground.ts'; import '#main/engine-client/ground.ts'; import '#shared/learning/ground.ts';`,
  'src-main/store/database.ts': `import 'better-sqlite3'; import '#shared/labels/ground.ts';`,
  'src-main/engine/engine.ts': `import '@tensorflow/tfjs-node-gpu'; import '#shared/learning/ground.ts';`,
  'src-main/electron/host-process.ts': `import 'electron'; import 'node:path'; import type { T } from '../desktop/shell-messages.ts'; import '#shared/text/ground.ts';`,
  'src-main/desktop/shell-messages.ts': `import type { T } from '#shared/text/ground.ts';`,
  'src-renderer/connection/client.ts': `import '@orpc/client'; import '#shared/contract/ground.ts';`,
  'src-renderer/viewer/slice-view.ts': `import '@kitware/vtk.js/macros.js'; import '#shared/geometry/ground.ts';`,
  'src-renderer/stores/workplace.ts': `import 'vue'; import 'pinia'; import '../connection/ground.ts'; import '../editing/ground.ts';`,
  'src-renderer/pages/train.vue': vue(`import { ref } from 'vue'; import type { T } from '../stores/ground.ts'; import '../viewer/ground.ts';`),
  'shared/contract/labels.ts': `import { z } from 'zod'; import '@orpc/contract'; import '#shared/labels/ground.ts';`,
  'shared/learning/plan.ts': `import '#shared/geometry/ground.ts'; import '#shared/labels/ground.ts';`,
};

/** Runs the real configuration over a tree of these files. */
function cruise(files: Readonly<Record<string, string>>, ...options: string[]) {
  const folder = temporaryFolder();
  for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.base.json']) copyFileSync(path.join(root, file), path.join(folder, file));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const subjects = [
    ...['geometry', 'voxels', 'labels', 'learning', 'contract', 'text'].map((subject) => `shared/${subject}`),
    ...['host', 'store', 'engine', 'engine-client', 'use-cases', 'import', 'cli', 'electron', 'desktop'].map((subject) => `src-main/${subject}`),
    ...['connection', 'editing', 'viewer', 'stores', 'components', 'pages'].map((subject) => `src-renderer/${subject}`),
    'test',
  ];
  writeFiles(folder, Object.fromEntries(subjects.map((subject) => [`${subject}/ground.ts`, 'export type T = number;'])));
  writeFiles(folder, files);
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  return spawnSync(process.execPath, [cruiser, 'src-main', 'src-renderer', 'shared', '--config', '.dependency-cruiser.cjs', ...options], { cwd: folder, encoding: 'utf8' });
}

/** Which rules are broken, and by which file. */
function brokenRules(files: Readonly<Record<string, string>>): { rule: string; from: string }[] {
  const report = JSON.parse(cruise(files, '--output-type', 'json').stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, from }));
}

it('What the design allows breaks no rule', () => {
  expect(brokenRules(allowed)).toEqual([]);
});

it('Every rule catches its breach', () => {
  const broken = brokenRules(Object.assign({}, allowed, ...Object.values(breaches)) as Record<string, string>);
  for (const { name } of forbidden) {
    const files = Object.keys(breaches[name] ?? {});
    expect(broken.filter(({ rule, from }) => rule === name && files.includes(from)), `a breach of ${name}`).not.toEqual([]);
  }
});

it('A breach fails the command, and what is allowed does not', () => {
  expect(cruise(allowed).status).toBe(0);
  expect(cruise(breaches['shared-knows-no-node'] ?? {}).status).not.toBe(0);
});
