/**
 * Who may import whom: the table of docs/architecture.md as rules. `npm test` fails on a breach.
 */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: allowed },
});
const never = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from }, to: { path: to } });

const library = (names) => `node_modules/(?:${names})(?:/|$)`;

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('geometry-is-the-ground', '^shared/geometry/', ['^shared/(geometry|voxels|text)/'], 'geometry knows voxels and words, nothing else'),
    only('voxels-know-geometry', '^shared/voxels/', ['^shared/(geometry|voxels|text)/']),
    only('regions-know-voxels', '^shared/regions/', ['^shared/(geometry|voxels|regions|text)/']),
    only('pure-subjects', '^shared/(labels|learning|formats|example)/', ['^shared/(geometry|voxels|regions|labels|learning|formats|example|text)/']),
    only('measurements-know-regions', '^shared/measurements/', ['^shared/(geometry|voxels|regions|measurements|text)/']),
    only('agreement-knows-evaluation', '^shared/agreement/', ['^shared/(geometry|voxels|regions|learning|agreement)/']),
    only('contract-is-schemas', '^shared/contract/', ['^shared/', library('zod|@orpc/contract')]),
    never('shared-is-pure', '^shared/', '^(src-|test/|scripts/)', 'shared runs anywhere'),
    { name: 'shared-knows-no-node', severity: 'error', comment: 'shared runs anywhere: no Node', from: { path: '^shared/' }, to: { dependencyTypes: ['core'] } },
    { name: 'sqlite-in-one-folder', severity: 'error', from: { pathNot: '^(src-main/store/|test/)' }, to: { path: library('better-sqlite3|@types/better-sqlite3') } },
    { name: 'tensorflow-in-one-folder', severity: 'error', from: { pathNot: '^(src-main/engine/|test/)' }, to: { path: library('@tensorflow') } },
    { name: 'electron-in-one-folder', severity: 'error', from: { pathNot: '^(src-main/electron/|test/)' }, to: { path: `^electron(/|$)|${library('electron')}` } },
    never('store-knows-no-host', '^src-main/store/', '^src-main/(host|cli|use-cases|engine|engine-client|electron)/'),
    never('engine-knows-no-database', '^src-main/engine/', '^src-main/(store|host|cli|use-cases|electron)/|^shared/contract/'),
    {
      name: 'drawing-threads-compute-nothing', severity: 'error', comment: 'a second thread that loads TensorFlow fails',
      from: { path: '^src-main/engine/training/patch-worker\\.ts$' }, to: { path: library('@tensorflow'), reachable: true },
    },
    never('engine-only-by-its-client', '^src-main/(?!engine/)', '^src-main/engine/', 'the engine is another process'),
    never('readers-know-no-database', '^src-main/import/', '^src-main/(store|host|cli|use-cases|engine|engine-client|electron)/'),
    never('use-cases-know-no-door', '^src-main/use-cases/', '^src-main/(host|cli|electron)/'),
    never('command-line-is-a-client', '^src-main/cli/', '^src-main/(store|use-cases|engine|engine-client|import|electron)/'),
    never('window-is-another-program', '^src-renderer/', '^src-main/', 'the page reaches the host through the contract alone'),
    never('nobody-knows-the-window', '^(shared|src-main)/', '^src-renderer/'),
    only('editing-is-framework-free', '^src-renderer/editing/', ['^src-renderer/editing/', '^shared/'], 'editing runs without page, framework and host'),
    only('viewer-knows-pictures', '^src-renderer/viewer/', ['^src-renderer/viewer/', '^shared/', library('@kitware/vtk\\.js')], 'the viewer knows neither Vue nor the host'),
    only('workers-only-compute', '^src-renderer/workers/', ['^src-renderer/workers/', '^shared/'], 'beside the page there is no window, no framework and no host'),
    { name: 'vtk-in-one-folder', severity: 'error', from: { path: '^src-renderer/(?!viewer/)' }, to: { path: library('@kitware') } },
    { name: 'one-way-to-the-host', severity: 'error', from: { path: '^src-renderer/(?!connection/)' }, to: { path: library('@orpc/client') } },
    never('stores-show-nothing', '^src-renderer/stores/', '^src-renderer/(components|pages|viewer)/', 'what is known does not depend on how it is shown'),
    never('connection-knows-no-page', '^src-renderer/connection/', '^src-renderer/(?!connection/|editing/)'),
    never('shell-is-thin', '^src-main/electron/', '^src-main/(?!electron/|desktop/shell-messages)|^src-renderer/|^shared/(?!text/)|node_modules/(?!electron/|@types/node/)', 'of the host it knows a process and its messages'),
    never('desktop-looks-around', '^src-main/desktop/', '^src-main/(?!desktop/)', 'asked by host, command line and doctor; knows none of them'),
    never('shell-is-started-not-loaded', '^(shared|src-renderer|src-main/(?!electron/))', '^src-main/electron/'),
    never('product-knows-no-tests', '^(shared|src-)', '^(test|scripts)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    skipAnalysisNotInRules: true,
  },
};
