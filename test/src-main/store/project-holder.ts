/** A process of its own that opens a project, says so, and keeps it until it is killed. */
import { openProject } from '#main/store/open-project.ts';

const store = await openProject(process.argv[2]!);
process.stdout.write(`${store.name}\n`);
setInterval(() => store.jobs.list(), 1000);
