/** The host behind its door with a page, in a process of its own: `serve-pages.ts <folder of the page> <port> <project or ''>`. */
import { clientOf } from '#main/cli/connect.ts';
import { startHost } from '#main/host/host.ts';
import { openDoor } from '#main/host/server.ts';

const [, , pages, port, project] = process.argv;
const host = startHost({ annotator: 'Ada' });
if (project !== '') await clientOf(host).project.open({ folder: project! });
const door = await openDoor({ fetch: host.fetch, port: Number(port), pages: pages!, log: (error) => host.log.write('door', error) });
console.log(JSON.stringify({ address: door.address, port: door.port, token: door.token }));
