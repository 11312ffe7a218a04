// Another process that claims a folder, says so, and holds it until it is ended.
import { claimFolder } from '../../src/lib/server/data-folder.ts';

claimFolder(process.argv[2] ?? '');
console.log('held');
setInterval(() => undefined, 60_000);
