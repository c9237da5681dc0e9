/**
 * Whether a folder lies on a network drive. SQLite's log needs locks and memory that all writers share,
 * which such drives promise and do not keep: https://sqlite.org/useovernet.html
 */
import { readFileSync } from 'node:fs';

/** Of Linux. 9p and virtiofs are left out: they bring a machine's own disk into a virtual machine. */
const networkTypes = new Set([
  'nfs', 'nfs4', 'cifs', 'smb', 'smb2', 'smb3', 'smbfs', 'ncpfs', 'afs', 'coda', 'davfs', 'ceph', 'glusterfs',
  'lustre', 'beegfs', 'gpfs', 'fuse.sshfs', 'fuse.davfs2', 'fuse.glusterfs', 'fuse.ceph', 'fuse.rclone', 'fuse.s3fs',
  'fuse.smbnetfs', 'fuse.gvfsd-fuse', 'fuse.kio-fuse',
]);

/**
 * The type of the network drive that a folder lies on; null where it is a disk of this machine.
 * @param folder absolute, links resolved
 * @param mounts the text of /proc/mounts (proc_mounts(5)); null on systems without it
 */
export function networkDriveType(folder: string, mounts: string | null): string | null {
  if (folder.startsWith('\\\\')) return 'UNC';
  let nearest = { point: '', type: '' };
  for (const line of mounts?.split('\n') ?? []) {
    const [, point, type] = line.split(' ').map(withoutEscapes);
    if (point === undefined || type === undefined || !isWithin(folder, point)) continue;
    // Of two mounts on one point the later hides the earlier.
    if (point.length >= nearest.point.length) nearest = { point, type };
  }
  return networkTypes.has(nearest.type) ? nearest.type : null;
}

/** The text of /proc/mounts; null where there is none. */
export function readMounts(): string | null {
  try {
    return readFileSync('/proc/mounts', 'utf8');
  } catch {
    return null;
  }
}

function isWithin(folder: string, point: string): boolean {
  return folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`);
}

/** Blanks, tabs, line ends and backslashes stand as three octal digits. */
function withoutEscapes(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
