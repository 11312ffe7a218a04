/** `npm run curriculum`: writes docs/curriculum.md from the lessons. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { readContent } from '../src/lib/server/lesson-markdown/content.ts';
import { curriculumPage } from '../src/lib/server/lesson-markdown/coverage.ts';
import { contentFiles } from './content-files.ts';

const { content } = readContent(contentFiles(), ['en']);
const page = curriculumPage(content.en ?? { modules: [], lessons: {} });
const file = join(import.meta.dirname, '../docs/curriculum.md');
writeFileSync(file, await format(page, { parser: 'markdown' }));
console.log(`docs/curriculum.md is written.`);
